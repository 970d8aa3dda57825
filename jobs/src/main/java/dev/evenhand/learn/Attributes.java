package dev.evenhand.learn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The groups that a constraint compares: each sensitive column alone, and intersections of several.
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
    List<List<Integer>> subsets = subsets(columns.size(), order);
    combinations.forEach(combination -> groupsOf.put(combination, new int[subsets.size()]));
    int first = 0;
    for (int attribute = 0; attribute < subsets.size(); attribute++) {
      List<Integer> subset = subsets.get(attribute);
      names.add(joined(columns, subset));
      TreeSet<String> values = new TreeSet<>();
      combinations.forEach(combination -> values.add(joined(combination, subset)));
      List<String> ordered = new ArrayList<>(values);
      Map<String, Integer> places = new HashMap<>();
      for (int i = 0; i < ordered.size(); i++) {
        places.put(ordered.get(i), first + i);
      }
      for (List<String> combination : combinations) {
        groupsOf.get(combination)[attribute] = places.get(joined(combination, subset));
      }
      groups.add(ordered);
      firstGroups.add(first);
      first += ordered.size();
    }
    groupCount = first;
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
