package dev.evenhand.learn;

import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Made sales whose level and slope differ by group: one line can't fit all groups alike. The group
 * shows in the feature {@code reach}.
 */
final class Forecasts {
  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType())
          .add("group", DataTypes.StringType)
          .add("region", DataTypes.StringType)
          .add("w", DataTypes.DoubleType);

  private Forecasts() {}

  static List<Row> list(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      boolean isA = random.nextDouble() < 0.7;
      double reach = random.nextGaussian() + (isA ? 0.8 : -0.8);
      double price = 100 + 8 * random.nextGaussian();
      double season = random.nextInt(4) == 0 ? 1 : 0;
      double other = 1e-3 * random.nextGaussian();
      double sales = 40 + 3 * reach - 0.3 * price + 4 * season + random.nextGaussian() * 2;
      double label = isA ? sales : sales - 3 + 0.25 * (price - 100) + random.nextGaussian();
      String region = List.of("north", "south", "west").get(random.nextInt(3));
      Vector features = Vectors.dense(reach, price, season, other);
      double weight = 0.5 + random.nextInt(4) / 2.0;
      rows.add(RowFactory.create((long) i, label, features, isA ? "a" : "b", region, weight));
    }
    return rows;
  }

  static Dataset<Row> rows(int n, long seed) {
    return of(list(n, seed));
  }

  static Dataset<Row> of(List<Row> rows) {
    return Spark.session().createDataFrame(rows, SCHEMA);
  }

  /** Three columns: label, features, group. */
  static Row row(double label, String group, double... features) {
    return RowFactory.create(0L, label, Vectors.dense(features), group, "north", 1.0);
  }

  static FairLinearRegression fair(String constraint, double bound) {
    return new FairLinearRegression()
        .setSensitiveCols(new String[] {"group"})
        .setConstraint(constraint)
        .setBound(bound);
  }

  /** The mean of a function of the scored rows of a group, counted apart from the code. */
  static double mean(
      FairLinearRegressionModel model, List<Row> rows, String group, ToDoubleFunction<Row> value) {
    return rows.stream()
        .filter(row -> group == null || row.getString(3).equals(group))
        .mapToDouble(value)
        .average()
        .orElseThrow();
  }

  static double loss(FairLinearRegressionModel model, List<Row> rows, String group) {
    return mean(
        model,
        rows,
        group,
        row -> Math.pow(row.getDouble(1) - model.predict(row.<Vector>getAs(2)), 2));
  }

  static double meanPrediction(FairLinearRegressionModel model, List<Row> rows, String group) {
    return mean(model, rows, group, row -> model.predict(row.<Vector>getAs(2)));
  }
}
