package dev.evenhand.balance;

import static dev.evenhand.balance.ProxyCounts.FEATURE;
import static dev.evenhand.balance.ProxyCounts.VALUE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.lake.table.FeatureRows;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The features of a row as the places of ones in a vector of zeros: of each number its tenth of the
 * rows, of each category its value, of both that it is missing.
 *
 * <p>Values of fewer than ten rows share a place, and beyond {@value #WIDTH} places all are shared.
 */
final class JointCodes implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Places; the first is 1 in every row. */
  static final int WIDTH = 1024;

  private static final int TENTHS = 10;
  private static final int RARE = 10;
  private static final String N = "n";
  private static final String BIN = "bin";

  private final TreeMap<String, double[]> cuts = new TreeMap<>();
  private final TreeMap<String, Map<String, Integer>> values = new TreeMap<>();
  private final Map<String, Integer> starts = new HashMap<>();
  private int next = 1;

  private JointCodes() {}

  /**
   * @param rows with numbers and categories
   */
  static JointCodes of(Dataset<Row> rows) {
    JointCodes codes = new JointCodes();
    Dataset<Row> tenths = tenths(rows);
    for (Row row : tenths.sort(FEATURE, BIN).collectAsList()) {
      codes.cuts.merge(row.getString(0), new double[] {row.getDouble(2)}, JointCodes::joined);
    }
    for (Row row : frequent(rows).sort(col(N).desc(), col(FEATURE), col(VALUE)).collectAsList()) {
      Map<String, Integer> known =
          codes.values.computeIfAbsent(row.getString(0), name -> new HashMap<>());
      known.put(row.getString(1), known.size());
    }
    codes.cuts.forEach((name, each) -> codes.place("n" + name, each.length + 1));
    codes.values.forEach((name, known) -> codes.place("c" + name, known.size() + 2));
    return codes;
  }

  private void place(String feature, int places) {
    starts.put(feature, next);
    next += places;
  }

  boolean isEmpty() {
    return next == 1;
  }

  private static double[] joined(double[] a, double[] b) {
    double[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  /** The least value of every tenth of each number's rows that has any. */
  private static Dataset<Row> tenths(Dataset<Row> rows) {
    Column upTo = sum(col(N)).over(Window.partitionBy(FEATURE).orderBy(VALUE));
    Column all = sum(col(N)).over(Window.partitionBy(FEATURE));
    return counts(rows, FeatureRows.NUMBERS.column(), not(isnan(col(VALUE))))
        .withColumn("middle", upTo.minus(col(N).divide(2)).divide(all))
        .groupBy(col(FEATURE), floor(col("middle").multiply(TENTHS)).as(BIN))
        .agg(min(col(VALUE)));
  }

  /** The most frequent categories: no more than there are places for. */
  private static Dataset<Row> frequent(Dataset<Row> rows) {
    return counts(rows, FeatureRows.CATEGORIES.column(), lit(true))
        .filter(col(N).geq(RARE))
        .sort(col(N).desc(), col(FEATURE), col(VALUE))
        .limit(WIDTH);
  }

  private static Dataset<Row> counts(Dataset<Row> rows, Column features, Column isKnown) {
    return rows.select(explode(features).as(new String[] {FEATURE, VALUE}))
        .filter(col(VALUE).isNotNull().and(isKnown))
        .groupBy(FEATURE, VALUE)
        .agg(count(lit(1)).as(N));
  }

  /** The places of a row, in ascending order of features; the first is 0. */
  int[] of(Map<String, Double> numbers, Map<String, String> categories) {
    int[] places = new int[1 + cuts.size() + values.size()];
    int at = 1;
    for (Map.Entry<String, double[]> feature : cuts.entrySet()) {
      Double number = numbers.get(feature.getKey());
      places[at++] = shared(starts.get("n" + feature.getKey()) + tenth(number, feature.getValue()));
    }
    for (Map.Entry<String, Map<String, Integer>> feature : values.entrySet()) {
      String value = categories.get(feature.getKey());
      Map<String, Integer> known = feature.getValue();
      int code = value == null ? known.size() + 1 : known.getOrDefault(value, known.size());
      places[at++] = shared(starts.get("c" + feature.getKey()) + code);
    }
    return places;
  }

  /** The last place is that of a missing number. */
  private static int tenth(Double number, double[] least) {
    if (number == null || number.isNaN()) {
      return least.length;
    }
    int at = Arrays.binarySearch(least, number);
    return Math.max(0, at < 0 ? -at - 2 : at);
  }

  private static int shared(int place) {
    return place < WIDTH ? place : 1 + (place - 1) % (WIDTH - 1);
  }

  /** Places in use. */
  int width() {
    return Math.min(next, WIDTH);
  }
}
