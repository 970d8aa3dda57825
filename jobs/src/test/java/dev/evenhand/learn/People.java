package dev.evenhand.learn;

import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Made rows whose label leans on a feature that follows the group. */
final class People {
  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType())
          .add("group", DataTypes.StringType)
          .add("region", DataTypes.StringType)
          .add("w", DataTypes.DoubleType)
          .add("validates", DataTypes.BooleanType);

  private People() {}

  static List<Row> list(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      boolean isA = random.nextDouble() < 0.6;
      double proxy = random.nextGaussian() + (isA ? 0.8 : -0.8);
      double skill = random.nextGaussian() * 3 + 10;
      double flag = random.nextDouble() < 0.2 ? 1 : 0;
      double noise = random.nextGaussian() * 100;
      double margin = 0.9 * proxy + 0.5 * (skill - 10) + 0.7 * flag - 0.6;
      double label = random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
      String region = List.of("north", "south", "west").get(random.nextInt(3));
      rows.add(
          RowFactory.create(
              (long) i,
              label,
              Vectors.dense(proxy, skill, flag, noise),
              isA ? "a" : "b",
              region,
              0.5 + random.nextInt(4) / 2.0,
              random.nextDouble() < 0.25));
    }
    return rows;
  }

  static Dataset<Row> rows(int n, long seed) {
    return of(list(n, seed));
  }

  static Dataset<Row> of(List<Row> rows) {
    return Spark.session().createDataFrame(rows, SCHEMA);
  }
}
