package dev.evenhand.fairness;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What rankings add up to, by attributes and group; sums of several tasks merge. */
final class RankingSums implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of a figure over lists. */
  static final class Mean implements Serializable {
    private static final long serialVersionUID = 1L;
    double lists;
    double sum;
    double squares;

    void add(double value) {
      lists++;
      sum += value;
      squares += value * value;
    }

    void merge(Mean other) {
      lists += other.lists;
      sum += other.sum;
      squares += other.squares;
    }

    double mean() {
      return sum / lists;
    }

    /** NaN of fewer than two lists. */
    double error() {
      double variance = Math.max(0, squares / lists - mean() * mean());
      return lists < 2 ? Double.NaN : Math.sqrt(variance / (lists - 1));
    }
  }

  /** Of one group: its figures by name, and plain sums of rows by name. */
  static final class Group implements Serializable {
    private static final long serialVersionUID = 1L;
    final Map<String, Mean> means = new HashMap<>();
    final Map<String, Double> totals = new HashMap<>();

    void add(String name, double value) {
      means.computeIfAbsent(name, n -> new Mean()).add(value);
    }

    void total(String name, double value) {
      totals.merge(name, value, Double::sum);
    }

    private void merge(Group other) {
      other.means.forEach((name, mean) -> means.computeIfAbsent(name, n -> new Mean()).merge(mean));
      other.totals.forEach(this::total);
    }
  }

  /** By the attributes and a group's values; no values stand for all groups together. */
  private final Map<List<List<String>>, Group> groups = new HashMap<>();

  private long lists;
  private long rows;
  private long refused;

  Group group(List<String> attributes, List<String> values) {
    return groups.computeIfAbsent(List.of(attributes, values), key -> new Group());
  }

  Map<List<List<String>>, Group> groups() {
    return groups;
  }

  void count(long listRows) {
    lists++;
    rows += listRows;
  }

  void refuse() {
    refused++;
  }

  long lists() {
    return lists;
  }

  long rows() {
    return rows;
  }

  long refused() {
    return refused;
  }

  RankingSums merge(RankingSums other) {
    other.groups.forEach((key, group) -> group(key.get(0), key.get(1)).merge(group));
    lists += other.lists;
    rows += other.rows;
    refused += other.refused;
    return this;
  }
}
