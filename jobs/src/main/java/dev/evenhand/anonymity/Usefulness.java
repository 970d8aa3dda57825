package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.evenhand.base.Digits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How much each quasi-identifier tells of the label, so that cuts spare the ones a model uses.
 *
 * <p>The mutual information I(X; Y) of the value, numbers in tenths of the rows, and the label. The
 * weight of a column is {@link #LEAST} + (1 − {@link #LEAST}) I / (the greatest I), so that no
 * column is free to lose. One aggregation to the counts of values and labels.
 */
final class Usefulness {
  static final double LEAST = 0.1;
  private static final int TENTHS = 10;

  private Usefulness() {}

  static List<QuasiIdentifier> weighted(
      Dataset<Row> rows, List<QuasiIdentifier> quasiIdentifiers, String label) {
    double[] information = information(rows, quasiIdentifiers, label);
    double greatest = Arrays.stream(information).max().orElse(0);
    List<QuasiIdentifier> weighted = new ArrayList<>();
    for (int at = 0; at < information.length; at++) {
      double share = greatest > 0 ? information[at] / greatest : 1;
      weighted.add(
          quasiIdentifiers.get(at).withWeight(Digits.rounded(LEAST + (1 - LEAST) * share)));
    }
    return weighted;
  }

  private static double[] information(
      Dataset<Row> rows, List<QuasiIdentifier> quasiIdentifiers, String label) {
    Column[] values = new Column[quasiIdentifiers.size()];
    for (int at = 0; at < values.length; at++) {
      Column value = quasiIdentifiers.get(at).key().cast("string");
      values[at] = struct(lit(at).as("at"), coalesce(value, lit("")).as("value"));
    }
    List<Row> counts =
        rows.select(
                explode(array(values)).as("one"),
                QuasiIdentifier.named(label).cast("string").as("label"))
            .filter(col("label").isNotNull())
            .groupBy(col("one.at"), col("one.value"), col("label"))
            .agg(count(lit(1)).as("rows"))
            .collectAsList();
    double[] information = new double[values.length];
    for (int at = 0; at < values.length; at++) {
      information[at] = information(quasiIdentifiers.get(at), of(counts, at));
    }
    return information;
  }

  /** Rows by value, numbers in their order, and label. */
  private static Map<Value, Map<String, Long>> of(List<Row> counts, int at) {
    Map<Value, Map<String, Long>> found = new TreeMap<>();
    for (Row row : counts) {
      if (row.getInt(0) == at) {
        found
            .computeIfAbsent(Value.of(row.getString(1)), unused -> new TreeMap<>())
            .merge(row.getString(2), row.getLong(3), Long::sum);
      }
    }
    return found;
  }

  private record Value(double number, String text) implements Comparable<Value> {
    static Value of(String text) {
      try {
        return new Value(Double.parseDouble(text), text);
      } catch (NumberFormatException e) {
        return new Value(Double.NaN, text);
      }
    }

    @Override
    public int compareTo(Value other) {
      int byNumber = Double.compare(number, other.number);
      return byNumber == 0 ? text.compareTo(other.text) : byNumber;
    }
  }

  private static double information(
      QuasiIdentifier quasiIdentifier, Map<Value, Map<String, Long>> counts) {
    long all = counts.values().stream().mapToLong(Usefulness::sum).sum();
    Map<Object, Map<String, Long>> cells = new TreeMap<>();
    long before = 0;
    int next = 0;
    for (Map.Entry<Value, Map<String, Long>> one : counts.entrySet()) {
      long here = sum(one.getValue());
      Object cell =
          quasiIdentifier.isNumeric()
              ? (Object) (int) ((before + here / 2) * TENTHS / all)
              : (Object) next++;
      Map<String, Long> labels = cells.computeIfAbsent(cell, unused -> new TreeMap<>());
      one.getValue().forEach((label, rows) -> labels.merge(label, rows, Long::sum));
      before += here;
    }
    Map<String, Long> labels = new TreeMap<>();
    cells.values().forEach(cell -> cell.forEach((label, n) -> labels.merge(label, n, Long::sum)));
    double information = 0;
    for (Map<String, Long> cell : cells.values()) {
      double rows = sum(cell);
      for (Map.Entry<String, Long> one : cell.entrySet()) {
        double expected = rows * labels.get(one.getKey()) / all;
        information += one.getValue() / (double) all * Math.log(one.getValue() / expected);
      }
    }
    return Math.max(0, information);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
