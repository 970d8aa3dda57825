package dev.evenhand.bench;

import dev.evenhand.learn.FairBoostingSummary;
import dev.evenhand.learn.FairGBTClassifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Times FairGBTClassifier (equalized odds at 0.02) against MLlib's GBTClassifier with as many trees
 * of the same depth on the same cached generated rows: 20 features, two groups. Arguments: rows
 * (1,000,000 by default), trees (20).
 */
public final class TrainGbtBench {
  private static final int FEATURES = 20;
  private static final int DEPTH = 5;

  private TrainGbtBench() {}

  public static void main(String[] arguments) throws IOException {
    long rows = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
    int trees = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate()) {
      spark.sparkContext().setLogLevel("ERROR");
      Dataset<Row> warmUp = generate(spark, Math.min(rows, 20_000)).cache();
      theirs(warmUp, 2);
      ours(warmUp, 4, "equalized-odds");
      warmUp.unpersist();
      Dataset<Row> cached = generate(spark, rows).cache();
      cached.count();
      double ours = ours(cached, trees, "equalized-odds");
      double plain = ours(cached, trees, "none");
      double theirs = theirs(cached, trees);
      System.out.printf(
          Locale.ROOT,
          "%,d rows, %d trees of depth %d: MLlib %.2f s, ours %.2f s, without a constraint %.2f s%n",
          rows,
          trees,
          DEPTH,
          theirs,
          ours,
          plain);
      System.out.printf(Locale.ROOT, "ratio train-gbt %.3f%n", ours / theirs);
    }
  }

  private static double theirs(Dataset<Row> rows, int trees) {
    long start = System.nanoTime();
    GBTClassificationModel model =
        new GBTClassifier().setMaxIter(trees).setMaxDepth(DEPTH).fit(rows);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "  MLlib %.2f s, AUC %.4f%n", seconds, auc(model, rows));
    return seconds;
  }

  private static double ours(Dataset<Row> rows, int trees, String constraint) {
    long start = System.nanoTime();
    var model =
        new FairGBTClassifier()
            .setMaxIter(trees)
            .setMaxDepth(DEPTH)
            .setSensitiveCols(new String[] {"group"})
            .setConstraint(constraint)
            .setBound(0.02)
            .fit(rows);
    double seconds = (System.nanoTime() - start) / 1e9;
    FairBoostingSummary summary = model.summary().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "  ours, %s: %.2f s, %d passes, AUC %.4f, %d trees kept, loss %.5f, violation %.4f -> %.4f%n",
        constraint,
        seconds,
        summary.passes(),
        auc(model, rows),
        summary.trees(),
        summary.loss(),
        summary.course().get(0).violation(),
        summary.violation());
    return seconds;
  }

  private static double auc(GBTClassificationModel model, Dataset<Row> rows) {
    return new BinaryClassificationEvaluator().evaluate(model.transform(rows));
  }

  /** Normal features from hashes of the row's number; four of them differ between the groups. */
  private static Dataset<Row> generate(SparkSession spark, long n) {
    List<String> columns =
        new ArrayList<>(List.of("id", "if(" + uniform(0) + " < 0.6, 'a', 'b') g"));
    String[] names = new String[FEATURES];
    StringBuilder margin = new StringBuilder("-0.5D");
    for (int i = 0; i < FEATURES; i++) {
      names[i] = "x" + i;
      columns.add(
          "sqrt(-2 * ln(%s)) * cos(6.283185307179586 * %s) z%d"
              .formatted(uniform(2 * i + 10), uniform(2 * i + 11), i));
      margin.append(
          " + %s * %s * x%d * (1 + 0.3 * x%d)"
              .formatted(i % 3 == 0 ? "0.5D" : "-0.2D", 1.0 / (1 + i / 4), i, (i + 5) % FEATURES));
    }
    List<String> shifted = new ArrayList<>(List.of("id", "g as `group`"));
    for (int i = 0; i < FEATURES; i++) {
      shifted.add("z%d + if(g = 'a', %s, 0) x%d".formatted(i, i < 4 ? "0.4D" : "0D", i));
    }
    List<String> kept = new ArrayList<>(List.of(names));
    kept.add("`group`");
    kept.add("double(" + uniform(1) + " < 1 / (1 + exp(-(" + margin + ")))) label");
    Dataset<Row> rows =
        spark
            .range(0, n, 1, 4)
            .selectExpr(columns.toArray(String[]::new))
            .selectExpr(shifted.toArray(String[]::new))
            .selectExpr(kept.toArray(String[]::new));
    return new VectorAssembler()
        .setInputCols(names)
        .setOutputCol("features")
        .transform(rows)
        .select("features", "label", "group");
  }

  private static String uniform(int stream) {
    return "((pmod(xxhash64(id, %d), 1000000007) + 0.5D) / 1000000007)".formatted(stream);
  }
}
