package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From the finest groups of a pass to the groups of every attribute, intersection and control. */
final class Views {
  private static final Comparator<List<String>> BY_VALUES = Views::compare;

  private final AuditRequest request;
  private final Grouping grouping;
  private final List<List<String>> keys = new ArrayList<>();
  private final List<Tally> tallies = new ArrayList<>();
  private final Ranking ranked;
  private final BlockedGroups blocked;

  Views(ScanState state, AuditRequest request) {
    grouping = request.grouping();
    this.request = request;
    List<ScanState.Group> groups = new ArrayList<>();
    Map<List<String>, ScanState.Group> sorted = new TreeMap<>(BY_VALUES);
    sorted.putAll(state.groups());
    sorted.forEach(
        (key, group) -> {
          keys.add(key);
          tallies.add(group.tally);
          groups.add(group);
        });
    ranked = request.columns().hasScore() ? Ranking.of(groups, state.level()) : null;
    blocked =
        state.blocks() == null
            ? null
            : new BlockedGroups(keys, state.blocks(), request.columns().hasScore());
  }

  List<View> all() {
    Map<String, List<View>> byControl = new LinkedHashMap<>();
    byControl.put("", of(null));
    grouping.controls().forEach(control -> byControl.put(control, of(control)));
    return Disclosures.in(byControl, request);
  }

  private List<View> of(String control) {
    Map<List<String>, Slice> overall = slices(control, List.of());
    return grouping.attributeSets().parallelStream()
        .flatMap(set -> of(control, set, overall).stream())
        .toList();
  }

  private List<View> of(String control, List<String> set, Map<List<String>, Slice> overall) {
    Map<List<String>, List<GroupSlice>> byControl = new TreeMap<>(BY_VALUES);
    slices(control, set).forEach((values, slice) -> add(byControl, control, values, slice));
    List<View> views = new ArrayList<>();
    byControl.forEach(
        (controlled, groups) ->
            views.add(
                View.of(
                    set,
                    control == null ? null : Names.control(control, controlled.get(0)),
                    overall.get(controlled),
                    groups,
                    grouping.privileged(set))));
    return views;
  }

  private void add(
      Map<List<String>, List<GroupSlice>> byControl,
      String control,
      List<String> values,
      Slice slice) {
    int split = control == null ? 0 : 1;
    byControl
        .computeIfAbsent(values.subList(0, split), key -> new ArrayList<>())
        .add(new GroupSlice(values.subList(split, values.size()), slice, Disclosure.ALL));
  }

  /** The slices of every combination of the control's value, if any, and the attributes' values. */
  private Map<List<String>, Slice> slices(String control, List<String> set) {
    List<Integer> columns = new ArrayList<>();
    if (control != null) {
      columns.add(grouping.columns().indexOf(control));
    }
    set.forEach(attribute -> columns.add(grouping.columns().indexOf(attribute)));
    Map<List<String>, Integer> places = new TreeMap<>(BY_VALUES);
    keys.forEach(key -> places.putIfAbsent(pick(key, columns), 0));
    int next = 0;
    for (Map.Entry<List<String>, Integer> place : places.entrySet()) {
      place.setValue(next++);
    }
    int[] targets = keys.stream().mapToInt(key -> places.get(pick(key, columns))).toArray();
    List<Slice> slices = slices(targets, next);
    Map<List<String>, Slice> byValues = new TreeMap<>(BY_VALUES);
    places.forEach((values, place) -> byValues.put(values, slices.get(place)));
    return byValues;
  }

  private List<Slice> slices(int[] targets, int count) {
    List<Tally> totals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      totals.add(new Tally());
    }
    for (int i = 0; i < targets.length; i++) {
      totals.get(targets[i]).merge(tallies.get(i));
    }
    RankStats[] stats = ranked == null ? new RankStats[count] : ranked.stats(targets, totals);
    Blocks[] blocks = blocked == null ? new Blocks[count] : blocked.of(targets, count);
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      slices.add(new Slice(totals.get(i), stats[i], blocks[i]));
    }
    return slices;
  }

  private static List<String> pick(List<String> key, List<Integer> columns) {
    return columns.stream().map(key::get).toList();
  }

  private static int compare(List<String> a, List<String> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
