package dev.evenhand.balance;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import dev.evenhand.fairness.Withholding;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows, weight and positive labels of every combination of protected values: one pass, from which
 * every measure of balance follows.
 */
public final class ValueCounts {
  /** The value of rows that have none. */
  static final String UNKNOWN = "unknown";

  private final List<String> attributes;
  private final List<ValueCount> finest;

  /** Null if everything may be told. */
  private final Withholding told;

  private ValueCounts(List<String> attributes, List<ValueCount> finest, Withholding told) {
    this.attributes = attributes;
    this.finest = finest;
    this.told = told;
  }

  /**
   * Counts the rows of a table; missing values are the value {@code unknown}.
   *
   * @param label name of a 0/1 column; null counts no positives
   * @param weight name of a weight column; null counts each row once
   */
  public static ValueCounts of(
      Dataset<Row> rows, List<String> attributes, String label, String weight) {
    requireColumns(rows, attributes, label, weight);
    Column number = label == null ? lit(0.0) : quoted(label).try_cast("double");
    Column mass = weight == null ? lit(1.0) : quoted(weight).try_cast("double");
    Column[] keys =
        attributes.stream()
            .map(name -> coalesce(quoted(name).cast("string"), lit(UNKNOWN)).as(name))
            .toArray(Column[]::new);
    Column isWrong = number.isNull().or(not(number.isin(0.0, 1.0)));
    Column isOff = mass.isNull().or(not(mass.between(0.0, Double.MAX_VALUE)));
    Dataset<Row> counted =
        rows.groupBy(keys)
            .agg(
                count(lit(1)).cast("double"),
                sum(mass),
                sum(mass.multiply(mass)),
                sum(number.multiply(mass)),
                count(when(isWrong, 1)),
                count(when(isOff, 1)));
    return read(counted.collectAsList(), attributes, label, weight);
  }

  private static ValueCounts read(
      List<Row> groups, List<String> attributes, String label, String weight) {
    int k = attributes.size();
    refuse(label, "label is not 0 or 1", total(groups, k + 4));
    refuse(weight, "weight is not a finite number of 0 or more", total(groups, k + 5));
    if (groups.isEmpty()) {
      throw new DataProblem("The table has no rows. Give a table with at least one row.");
    }
    List<ValueCount> counts = new ArrayList<>();
    for (Row group : groups) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < k; i++) {
        values.add(group.getString(i));
      }
      counts.add(
          new ValueCount(
              List.copyOf(values),
              group.getDouble(k),
              group.getDouble(k + 1),
              group.getDouble(k + 2),
              group.getDouble(k + 3)));
    }
    counts.sort((a, b) -> String.join("\0", a.values()).compareTo(String.join("\0", b.values())));
    return new ValueCounts(List.copyOf(attributes), List.copyOf(counts), null);
  }

  private static long total(List<Row> groups, int column) {
    return groups.stream().mapToLong(group -> group.getLong(column)).sum();
  }

  private static void refuse(String column, String reason, long rows) {
    if (column != null && rows > 0) {
      throw new DataProblem(
          "Column '%s': the %s in %d of its rows. Correct or drop them."
              .formatted(column, reason, rows));
    }
  }

  private static void requireColumns(
      Dataset<Row> rows, List<String> attributes, String label, String weight) {
    List<String> there = Arrays.asList(rows.columns());
    List<String> problems =
        Stream.concat(attributes.stream(), Stream.of(label, weight).filter(x -> x != null))
            .filter(name -> !there.contains(name))
            .map(
                name ->
                    "Column '%s' is not in the table. Its columns are %s. Correct the name."
                        .formatted(name, String.join(", ", there)))
            .toList();
    if (!problems.isEmpty()) {
      throw new DataProblem(problems);
    }
  }

  private static Column quoted(String name) {
    return col(Quoted.name(name));
  }

  public List<String> attributes() {
    return attributes;
  }

  /** The same, where withheld values count as one, {@value Measures#WITHHELD_GROUPS}. */
  public ValueCounts told(Withholding by) {
    return new ValueCounts(attributes, finest, by);
  }

  /** The counts of some of the attributes, in the order of their values. */
  public List<ValueCount> of(List<String> some) {
    Map<String, ValueCount> sums = new TreeMap<>();
    for (ValueCount count : finest) {
      List<String> own =
          some.stream().map(name -> count.values().get(attributes.indexOf(name))).toList();
      List<String> values =
          told != null && told.at(some, own).isWithheld()
              ? Collections.nCopies(some.size(), Measures.WITHHELD_GROUPS)
              : own;
      sums.merge(String.join("\0", values), count.as(values), ValueCount::plus);
    }
    return List.copyOf(sums.values());
  }

  /** All rows together. */
  public ValueCount total() {
    return total(finest);
  }

  static ValueCount total(Collection<ValueCount> counts) {
    return counts.stream()
        .reduce(ValueCount::plus)
        .orElse(new ValueCount(List.of(), 0, 0, 0, 0))
        .as(List.of());
  }
}
