package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says what may be told of the groups of all views together: a group is what is left of all rows
 * without the others, an intersection of a group without the other intersections, and so are the
 * reliability bins of each.
 */
final class Disclosures {
  private static final String BIN = ""; // no column is called so

  private final long minGroup;
  private final Withholding groups;
  private final Withholding bins;

  private Disclosures(AuditRequest request) {
    minGroup = request.options().minGroup();
    groups = new Withholding(minGroup);
    bins = new Withholding(minGroup);
  }

  /**
   * The views with what may be told of each of their groups.
   *
   * @param byControl views by control attribute; "" for those of all rows
   */
  static List<View> in(Map<String, List<View>> byControl, AuditRequest request) {
    Disclosures disclosures = new Disclosures(request);
    byControl.forEach((control, views) -> views.forEach(view -> disclosures.count(control, view)));
    disclosures.groups.settle();
    if (request.columns().hasScore()) {
      byControl.forEach(
          (control, views) -> views.forEach(view -> disclosures.countBins(control, view)));
      disclosures.bins.settle();
    }
    List<View> told = new ArrayList<>();
    byControl.forEach(
        (control, views) -> views.forEach(view -> told.add(disclosures.told(control, view))));
    return told;
  }

  private void count(String control, View view) {
    if (control.isEmpty()) {
      groups.all(view.overall().tally().rows());
    } else {
      groups.put(List.of(control), List.of(view.control()), view.overall().tally().rows());
    }
    List<String> columns = columns(control, view);
    for (GroupSlice group : view.groups()) {
      groups.put(columns, values(view, group), group.slice().tally().rows());
    }
  }

  private void countBins(String control, View view) {
    boolean isOfAll = control.isEmpty();
    countBins(
        isOfAll ? List.of() : List.of(control),
        isOfAll ? List.of() : List.of(view.control()),
        view.overall().tally());
    for (GroupSlice group : view.groups()) {
      countBins(columns(control, view), values(view, group), group.slice().tally());
    }
  }

  private void countBins(List<String> columns, List<String> values, Tally tally) {
    CellSuppression.Cell group = groups.at(columns, values);
    bins.decided(columns, values, tally.rows(), group);
    for (int bin = 0; bin < Tally.BINS; bin++) {
      if (tally.binRows(bin) > 0) {
        CellSuppression.Cell cell =
            bins.put(with(columns, BIN), with(values, "" + bin), tally.binRows(bin));
        if (group.isWithheld()) {
          cell.withhold();
        }
      }
    }
  }

  private View told(String control, View view) {
    List<String> columns = columns(control, view);
    List<GroupSlice> told =
        view.groups().stream()
            .map(group -> group.told(disclosure(columns, values(view, group))))
            .toList();
    Disclosure ofAll =
        control.isEmpty()
            ? disclosure(List.of(), List.of())
            : disclosure(List.of(control), List.of(view.control()));
    return view.with(view.overall(), ofAll, told);
  }

  private Disclosure disclosure(List<String> columns, List<String> values) {
    return Disclosure.of(groups.at(columns, values), minGroup, withheldBins(columns, values));
  }

  private Set<Integer> withheldBins(List<String> columns, List<String> values) {
    return IntStream.range(0, Tally.BINS)
        .filter(bin -> bins.isWithheld(with(columns, BIN), with(values, "" + bin)))
        .boxed()
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> columns(String control, View view) {
    return control.isEmpty() ? view.attributes() : with(view.attributes(), control);
  }

  private static List<String> values(View view, GroupSlice group) {
    return view.control() == null ? group.values() : with(group.values(), view.control());
  }

  private static List<String> with(List<String> names, String last) {
    return Stream.concat(names.stream(), Stream.of(last)).toList();
  }
}
