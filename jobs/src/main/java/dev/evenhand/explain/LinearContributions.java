package dev.evenhand.explain;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Contributions to the log-odds of a linear model: that of a feature is the sum over its entries of
 * the vector of coefficient (x - mean). They add up to margin minus base, where base is the margin
 * at the mean. These are the interventional Shapley values of a linear model against the training
 * rows (Lundberg and Lee 2017, Corollary 1).
 *
 * @param slots the feature that each entry of the vector stands for
 */
record LinearContributions(
    double[] coefficients, double intercept, double[] mean, List<String> slots) {
  static final String MARGIN = "margin_of_model";
  static final String CONTRIBUTIONS = "contributions_of_features";
  static final String REASONS = "strongest_features";
  private static final int REASONS_SHOWN = 5;

  double base() {
    double base = intercept;
    for (int i = 0; i < coefficients.length; i++) {
      base += coefficients[i] * mean[i];
    }
    return base;
  }

  /** The rows with their margin, contributions by feature, and the strongest features. */
  Dataset<Row> of(Dataset<Row> rows, String features) {
    Column x = vector_to_array(col(features), "float64");
    List<Column> entries = new ArrayList<>();
    Column margin = lit(intercept);
    for (String feature : new TreeSet<>(slots)) {
      Column sum = lit(0.0);
      for (int i = 0; i < coefficients.length; i++) {
        if (slots.get(i).equals(feature) && coefficients[i] != 0) {
          Column value = element_at(col("vector_entries"), i + 1);
          sum = sum.plus(lit(coefficients[i]).multiply(value.minus(lit(mean[i]))));
        }
      }
      entries.add(lit(feature));
      entries.add(sum);
      margin = margin.plus(sum);
    }
    for (int i = 0; i < coefficients.length; i++) {
      margin = margin.plus(lit(coefficients[i] * mean[i]));
    }
    return rows.withColumn("vector_entries", x)
        .withColumn(CONTRIBUTIONS, functions.map(entries.toArray(Column[]::new)))
        .withColumn(MARGIN, margin)
        .withColumn(REASONS, reasons());
  }

  private static Column reasons() {
    Column strongestFirst =
        array_sort(
            map_entries(col(CONTRIBUTIONS)),
            (a, b) ->
                when(strength(a).gt(strength(b)), -1)
                    .when(strength(a).lt(strength(b)), 1)
                    .when(a.getField("key").lt(b.getField("key")), -1)
                    .otherwise(1));
    return transform(slice(strongestFirst, 1, REASONS_SHOWN), entry -> entry.getField("key"));
  }

  private static Column strength(Column entry) {
    return abs(entry.getField("value"));
  }
}
