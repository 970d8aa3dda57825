package dev.evenhand.learn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The groups that a constraint compares: each sensitive column alone, and intersections of several;
 * where there are control columns, within each combination of their values.
 *
 * <p>A cell is a group of one attribute and a label. The cells of the last attribute, {@code
 * deciding}, hold all rows on which the share of selected rows is measured.
 */
final class Attributes implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<String> names = new ArrayList<>();
  private final List<List<String>> groups = new ArrayList<>();
  private final List<Integer> firstGroups = new ArrayList<>();
  private final Map<List<String>, int[]> groupsOf = new HashMap<>();
  private final int groupCount;

  /**
   * @param columns the sensitive columns
   * @param order how many columns at most form an intersection; 1 for none
   * @param combinations the values of all columns that occur together
   */
  Attributes(List<String> columns, int order, Collection<List<String>> combinations) {
    this(new Grouping(columns, order, List.of()), combinations);
  }

  /**
   * @param combinations the values of sensitive and control columns that occur together
   */
  Attributes(Grouping grouping, Collection<List<String>> combinations) {
    List<List<Integer>> subsets = subsets(grouping.sensitive().size(), grouping.order());
    Map<String, List<List<String>>> strata = new TreeMap<>();
    for (List<String> combination : combinations) {
      groupsOf.put(combination, new int[subsets.size()]);
      String stratum = grouping.stratum(combination);
      strata.computeIfAbsent(stratum, key -> new ArrayList<>()).add(combination);
    }
    int first = 0;
    for (int subset = 0; subset < subsets.size(); subset++) {
      String name = joined(grouping.sensitive(), subsets.get(subset));
      for (Map.Entry<String, List<List<String>>> stratum : strata.entrySet()) {
        names.add(stratum.getKey().isEmpty() ? name : name + " given " + stratum.getKey());
        firstGroups.add(first);
        first += addGroups(stratum.getValue(), subsets.get(subset), subset, first);
      }
    }
    groupCount = first;
  }

  private int addGroups(
      List<List<String>> combinations, List<Integer> columns, int subset, int first) {
    TreeSet<String> values = new TreeSet<>();
    combinations.forEach(combination -> values.add(joined(combination, columns)));
    List<String> ordered = new ArrayList<>(values);
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      places.put(ordered.get(i), first + i);
    }
    for (List<String> combination : combinations) {
      groupsOf.get(combination)[subset] = places.get(joined(combination, columns));
    }
    groups.add(ordered);
    return ordered.size();
  }

  private static String joined(List<String> values, List<Integer> subset) {
    List<String> chosen = new ArrayList<>();
    subset.forEach(index -> chosen.add(values.get(index)));
    return String.join("|", chosen);
  }

  private static List<List<Integer>> subsets(int columns, int order) {
    List<List<Integer>> all = new ArrayList<>();
    List<List<Integer>> last = List.of(List.of());
    for (int size = 1; size <= Math.min(order, columns); size++) {
      List<List<Integer>> next = new ArrayList<>();
      for (List<Integer> subset : last) {
        int from = subset.isEmpty() ? 0 : subset.get(subset.size() - 1) + 1;
        for (int column = from; column < columns; column++) {
          List<Integer> larger = new ArrayList<>(subset);
          larger.add(column);
          next.add(larger);
        }
      }
      all.addAll(next);
      last = next;
    }
    return all;
  }

  int count() {
    return names.size();
  }

  String name(int attribute) {
    return names.get(attribute);
  }

  List<String> groups(int attribute) {
    return groups.get(attribute);
  }

  /** The cell of a group's rows of one label. */
  int cell(int attribute, int group, int label) {
    return 2 * (firstGroups.get(attribute) + group) + label;
  }

  /** The cell of the deciding rows of one label. */
  int decidingCell(int label) {
    return 2 * groupCount + label;
  }

  int cellCount() {
    return 2 * groupCount + 2;
  }

  /** Each attribute's group, numbered over all attributes, for a combination of values. */
  int[] groupsOf(List<String> combination) {
    return groupsOf.get(combination);
  }
}
