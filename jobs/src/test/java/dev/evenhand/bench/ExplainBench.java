package dev.evenhand.bench;

import dev.evenhand.attribution.ShapleyValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Times exact Shapley values against MLlib's own transform of the same rows in Parquet, both into a
 * sink that keeps nothing: 20 boosted trees of depth 5, 20 features. Says whether path-dependent
 * values keep to the bound. Arguments: millions of rows (1 and 10 by default); the last line is of
 * the last of them.
 */
public final class ExplainBench {
  private static final int FEATURES = 20;
  private static final int TREES = 20;
  private static final int DEPTH = 5;
  private static final int REPEATS = 3;
  private static final long MANY = 2_000_000; // are timed once, after fewer rows have warmed up
  private static final long TRAINING_ROWS = 200_000;
  private static final int COALITIONS = 2 * FEATURES + 2048; // KernelSHAP's usual budget
  private static final int BACKGROUND = 100;
  private static final double MOST = 5; // times MLlib's transform, path-dependent

  private ExplainBench() {}

  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate()) {
      spark.sparkContext().setLogLevel("ERROR");
      List<String> asked = List.of(arguments).subList(1, arguments.length);
      GBTClassificationModel model =
          new GBTClassifier()
              .setMaxIter(TREES)
              .setMaxDepth(DEPTH)
              .fit(generate(spark, TRAINING_ROWS).cache());
      spark.catalog().clearCache();
      for (String millions : asked.isEmpty() ? List.of("1", "10") : asked) {
        long rows = Math.round(Double.parseDouble(millions) * 1e6);
        run(spark, Path.of(arguments[0]), rows, model);
      }
    }
  }

  private static void run(SparkSession spark, Path folder, long n, GBTClassificationModel model) {
    String path = folder.resolve("rows-" + n).toString();
    if (!Files.exists(Path.of(path, "_SUCCESS"))) {
      generate(spark, n).write().mode("overwrite").parquet(path);
    }
    Dataset<Row> rows = spark.read().parquet(path);
    ShapleyValues pathDependent = ShapleyValues.pathDependent(model);
    ShapleyValues interventional =
        ShapleyValues.interventional(model, rows.limit(100_000), "features");
    double[] seconds = new double[3];
    Arrays.fill(seconds, Double.POSITIVE_INFINITY);
    int warmUps = n > MANY ? 0 : 1;
    for (int i = 0; i < (n > MANY ? 1 : warmUps + REPEATS); i++) {
      double[] each = {time(model, rows), time(pathDependent, rows), time(interventional, rows)};
      for (int k = 0; i >= warmUps && k < each.length; k++) {
        seconds[k] = Math.min(seconds[k], each[k]);
      }
    }
    print(n, "MLlib's transform", seconds[0], seconds[0]);
    print(n, "Shapley values, path-dependent", seconds[1], seconds[0]);
    print(n, "Shapley values, interventional, 100,000 background rows", seconds[2], seconds[0]);
    double evaluations = (double) n * COALITIONS * BACKGROUND;
    System.out.printf(
        Locale.ROOT,
        "  KernelSHAP, %,d coalitions and %d background rows: %.3g evaluations, at MLlib's pace %.1f hours%n",
        COALITIONS,
        BACKGROUND,
        evaluations,
        evaluations / (n / seconds[0]) / 3600);
    double ratio = seconds[1] / seconds[0];
    System.out.printf(
        Locale.ROOT,
        "%s: path-dependent values took %.2f times MLlib's transform, at most %.0f are allowed%n",
        ratio <= MOST ? "pass" : "miss",
        ratio,
        MOST);
    System.out.printf(Locale.ROOT, "ratio explain %.3f%n", ratio);
  }

  private static void print(long n, String what, double seconds, double rival) {
    System.out.printf(
        Locale.ROOT,
        "%,d rows: %s %.2f s, %,.0f rows/s (%.2f)%n",
        n,
        what,
        seconds,
        n / seconds,
        seconds / rival);
  }

  private static double time(Transformer transformer, Dataset<Row> rows) {
    long start = System.nanoTime();
    transformer.transform(rows).write().format("noop").mode("overwrite").save();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Normal features from hashes of the row's number, and a label that depends on pairs of them. */
  private static Dataset<Row> generate(SparkSession spark, long n) {
    List<String> columns = new ArrayList<>(List.of("id"));
    String[] names = new String[FEATURES];
    StringBuilder margin = new StringBuilder("-0.5D");
    for (int i = 0; i < FEATURES; i++) {
      names[i] = "x" + i;
      columns.add(
          "sqrt(-2 * ln(%s)) * cos(6.283185307179586 * %s) x%d"
              .formatted(uniform(2 * i + 10), uniform(2 * i + 11), i));
      margin.append(
          " + %s * x%d * (1 + 0.3 * x%d)"
              .formatted(i % 3 == 0 ? "0.5D" : "-0.3D", i, (i + 5) % FEATURES));
    }
    List<String> kept = new ArrayList<>(List.of(names));
    kept.add("double(" + uniform(1) + " < 1 / (1 + exp(-(" + margin + ")))) label");
    Dataset<Row> rows =
        spark
            .range(0, n, 1, 4)
            .selectExpr(columns.toArray(String[]::new))
            .selectExpr(kept.toArray(String[]::new));
    return new VectorAssembler()
        .setInputCols(names)
        .setOutputCol("features")
        .transform(rows)
        .select("features", "label");
  }

  private static String uniform(int stream) {
    return "((pmod(xxhash64(id, %d), 1000000007) + 0.5D) / 1000000007)".formatted(stream);
  }
}
