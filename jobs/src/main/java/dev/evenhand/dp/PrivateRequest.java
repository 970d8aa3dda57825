package dev.evenhand.dp;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is to be published of a table, and what it may reveal of one subject.
 *
 * <p>Two tables are neighbours if one has all rows of one subject more than the other.
 *
 * @param subject the column that tells whose row it is; empty if every row is a subject of its own
 * @param by columns whose values are the groups; empty for one group of all rows
 * @param publicKeys for each column of {@code by}, in its order, the values that are published
 *     whether or not a row has them; empty if groups are found in the data, which costs
 */
public record PrivateRequest(
    Optional<String> subject,
    List<String> by,
    Map<String, List<String>> publicKeys,
    List<Measure> measures,
    Bounds bounds,
    Guarantee guarantee) {

  /** Groups of one release, public or found in the data. */
  static final int MOST_KEYS = 1_000_000;

  public PrivateRequest {
    by = List.copyOf(by);
    publicKeys = Map.copyOf(publicKeys);
    measures = List.copyOf(measures);
    if (measures.isEmpty()) {
      throw new DataProblem("Nothing is to be measured. Name a count, sum, mean or quantile.");
    }
    if (new HashSet<>(by).size() < by.size()) {
      throw new DataProblem("A grouping column is named twice: " + String.join(", ", by) + ".");
    }
    if (new HashSet<>(measures.stream().map(Measure::name).toList()).size() < measures.size()) {
      throw new DataProblem("A measure is named twice. Name each once.");
    }
    if (subject.isPresent() && by.contains(subject.get())) {
      throw new DataProblem(
          "Column '" + subject.get() + "' is subject and group. A group must hold many subjects.");
    }
    requireKeys(by, publicKeys);
    boolean selects = !by.isEmpty() && publicKeys.isEmpty();
    if (selects && guarantee.delta().signum() == 0) {
      throw new DataProblem(
          "Groups found in the data need a delta above 0, such as 1e-6. Or give their keys.");
    }
    if (subject.isEmpty() && (bounds.groups() > 1 || bounds.rows() > 1)) {
      throw new DataProblem(
          "If every row is a subject, it has one row and one group. Leave the bounds out.");
    }
  }

  private static void requireKeys(List<String> by, Map<String, List<String>> keys) {
    if (keys.isEmpty()) {
      return;
    }
    if (!keys.keySet().equals(new HashSet<>(by))) {
      throw new DataProblem(
          "Public keys must be given for all grouping columns or for none: %s have keys, groups are by %s."
              .formatted(new TreeSet<>(keys.keySet()), by));
    }
    double number = 1;
    for (List<String> values : keys.values()) {
      if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
        throw new DataProblem("Public keys must be distinct, and at least one.");
      }
      number *= values.size();
    }
    if (number > MOST_KEYS) {
      throw new DataProblem("These are more than " + MOST_KEYS + " public groups. Give fewer.");
    }
  }

  /** Whether groups come from the data, so that which ones there are must be protected, too. */
  boolean selectsGroups() {
    return !by.isEmpty() && publicKeys.isEmpty();
  }

  /** All public groups; a single one if there are no grouping columns. */
  List<List<String>> publicGroups() {
    List<List<String>> groups = List.of(List.of());
    for (String column : by) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> group : groups) {
        for (String value : publicKeys.get(column)) {
          List<String> one = new ArrayList<>(group);
          one.add(value);
          longer.add(one);
        }
      }
      groups = longer;
    }
    return groups;
  }

  /** What publishing it costs, whatever the data. */
  public PrivacyCost cost() {
    return PrivatePlan.of(this).cost();
  }
}
