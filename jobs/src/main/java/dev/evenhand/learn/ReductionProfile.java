package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import scala.runtime.BoxedUnit;

/**
 * What must be known of all rows before a reduction: how many, their largest weight, and the
 * combinations of sensitive values.
 *
 * @param scale the unit of loss of a forecast, a power of two about the label's variance
 */
record ReductionProfile(
    boolean isForecast,
    List<String> keys,
    List<List<String>> combinations,
    long rows,
    double largestWeight,
    double scale) {
  private static final int MOST_COMBINATIONS = 10_000;
  private static final String LABEL_KIND = "evenhand_label_kind";

  int cells() {
    return combinations.size() * (isForecast ? 1 : 2);
  }

  /** Reads and checks the rows in one pass. */
  static ReductionProfile of(
      Dataset<Row> rows, String features, List<String> keys, boolean isForecast) {
    Column label = col(Learner.LABEL);
    Column weight = col(Learner.WEIGHT);
    Column finite = label.isNotNull().and(label.between(-Double.MAX_VALUE, Double.MAX_VALUE));
    Column kind =
        isForecast
            ? when(finite, lit(0)).otherwise(-1)
            : when(label.equalTo(0), 0).when(label.equalTo(1), 1).otherwise(-1);
    Column isGood = weight.isNotNull().and(weight.between(0, Double.MAX_VALUE));
    Column isUsed = isGood.and(weight.gt(0)).and(finite);
    List<Column> by = new ArrayList<>();
    keys.forEach(key -> by.add(col(key)));
    by.add(kind.as(LABEL_KIND));
    List<Row> cells =
        rows.groupBy(by.toArray(Column[]::new))
            .agg(
                count(lit(1)).as("n"),
                sum(when(isGood, 0L).otherwise(1L)).as("bad_weights"),
                sum(when(isFinite(features), 0L).otherwise(1L)).as("bad_features"),
                sum(when(isUsed, 1L).otherwise(0L)).as("used"),
                max(when(isUsed, weight)).as("largest"),
                sum(when(isUsed, label)).as("sum"),
                sum(when(isUsed, label.multiply(label))).as("squares"))
            .limit(2 * MOST_COMBINATIONS + 1)
            .collectAsList();
    check(cells, isForecast);
    TreeSet<List<String>> combinations = new TreeSet<>(Comparator.comparing(Object::toString));
    for (Row cell : cells) {
      List<String> combination = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        combination.add(cell.getString(i));
      }
      combinations.add(List.copyOf(combination));
    }
    return new ReductionProfile(
        isForecast,
        List.copyOf(keys),
        List.copyOf(combinations),
        total(cells, "n"),
        cells.stream().mapToDouble(c -> number(c, "largest")).max().orElse(0),
        isForecast ? variance(cells) : 1);
  }

  /**
   * True of a vector of finite numbers. A function of the vector, since the column expression would
   * first make a dense array of every sparse vector.
   */
  private static Column isFinite(String features) {
    UDF1<Vector, Boolean> test =
        vector -> {
          if (vector == null) {
            return false;
          }
          double[] sum = {0};
          vector.foreachNonZero(
              (index, value) -> {
                sum[0] += 0 * (double) value;
                return BoxedUnit.UNIT;
              });
          return sum[0] == 0;
        };
    return udf(test, DataTypes.BooleanType).apply(col(features));
  }

  private static double variance(List<Row> cells) {
    double n = total(cells, "used");
    double mean = cells.stream().mapToDouble(c -> number(c, "sum")).sum() / n;
    double square = cells.stream().mapToDouble(c -> number(c, "squares")).sum() / n;
    double variance = square - mean * mean;
    return variance > 1e-12 * square ? ExactSums.powerAbove(variance) : 1;
  }

  private static double number(Row row, String field) {
    return row.isNullAt(row.fieldIndex(field)) ? 0 : row.getDouble(row.fieldIndex(field));
  }

  private static long total(List<Row> cells, String field) {
    return cells.stream().mapToLong(cell -> cell.<Long>getAs(field)).sum();
  }

  private static void check(List<Row> cells, boolean isForecast) {
    List<String> lines = new ArrayList<>();
    long rows = total(cells, "n");
    long badLabels = total(ofKind(cells, -1), "n");
    String labels = isForecast ? "a label that is no finite number" : "a label other than 0 and 1";
    report(lines, badLabels, rows, labels + ". Set it or drop the rows");
    report(
        lines,
        total(cells, "bad_weights"),
        rows,
        "a negative, null or infinite weight. Set it or drop the rows");
    report(
        lines,
        total(cells, "bad_features"),
        rows,
        "a feature that is not a number. Impute or drop them before training");
    if (cells.size() > 2 * MOST_COMBINATIONS) {
      lines.add(
          "The sensitive columns have more than "
              + MOST_COMBINATIONS
              + " combinations of values. A sensitive column names groups, not persons; group its"
              + " values or leave it out.");
    }
    long used = total(cells, "used");
    if (lines.isEmpty() && used == 0) {
      lines.add("Training rows: none has a weight above 0. Check the split and the weights.");
    } else if (lines.isEmpty() && !isForecast) {
      long positives = total(ofKind(cells, 1), "used");
      if (positives == 0 || positives == used) {
        lines.add("Training rows: all labels are equal. A classifier needs both 0 and 1.");
      }
    }
    if (!lines.isEmpty()) {
      throw new DataProblem(lines);
    }
  }

  private static List<Row> ofKind(List<Row> cells, int kind) {
    return cells.stream().filter(cell -> cell.<Integer>getAs(LABEL_KIND) == kind).toList();
  }

  private static void report(List<String> lines, long bad, long rows, String what) {
    if (bad > 0) {
      lines.add("Training rows: " + bad + " of " + rows + " have " + what + ".");
    }
  }
}
