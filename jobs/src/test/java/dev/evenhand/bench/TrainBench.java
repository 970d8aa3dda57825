package dev.evenhand.bench;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.learn.FairLogisticRegression;
import dev.evenhand.learn.FairTrainingSummary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Times FairLogisticRegression (equalized odds at 0.02) against MLlib's unconstrained
 * LogisticRegression (tolerance 1e-6) on cached generated rows: 20 features, two groups, 1 million
 * rows unless other millions are named. The fastest of three rounds after one that warms up counts.
 */
public final class TrainBench {
  private static final int FEATURES = 20;
  private static final int ROUNDS = 3;

  private TrainBench() {}

  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate()) {
      spark.sparkContext().setLogLevel("WARN");
      List<String> asked = List.of(arguments).subList(1, arguments.length);
      for (String millions : asked.isEmpty() ? List.of("1") : asked) {
        run(spark, (long) (Double.parseDouble(millions) * 1e6));
      }
    }
  }

  private static void run(SparkSession spark, long n) {
    Dataset<Row> rows = rows(spark, n).cache();
    rows.count();
    double theirs = Double.POSITIVE_INFINITY;
    double ours = Double.POSITIVE_INFINITY;
    double free = Double.POSITIVE_INFINITY;
    for (int round = 0; round <= ROUNDS; round++) {
      double[] seconds = round(rows, round == ROUNDS);
      if (round > 0) {
        theirs = Math.min(theirs, seconds[0]);
        ours = Math.min(ours, seconds[1]);
        free = Math.min(free, seconds[2]);
      }
    }
    rows.unpersist();
    print(
        "%,d rows: MLlib %.2f s, ours %.2f s, ours without a constraint %.2f s (%.3f)%n",
        n, theirs, ours, free, free / theirs);
    print("ratio train %.3f%n", ours / theirs);
  }

  private static double[] round(Dataset<Row> rows, boolean isLast) {
    long start = System.nanoTime();
    LogisticRegressionModel their = new LogisticRegression().setTol(1e-6).fit(rows);
    double theirs = (System.nanoTime() - start) / 1e9;
    start = System.nanoTime();
    FairTrainingSummary fair =
        new FairLogisticRegression()
            .setSensitiveCols(new String[] {"group"})
            .setConstraint("equalized-odds")
            .setBound(0.02)
            .fit(rows)
            .summary()
            .orElseThrow();
    double ours = (System.nanoTime() - start) / 1e9;
    start = System.nanoTime();
    FairTrainingSummary plain = new FairLogisticRegression().fit(rows).summary().orElseThrow();
    double free = (System.nanoTime() - start) / 1e9;
    print("  MLlib %.2f s, ours %.2f s, ours without a constraint %.2f s%n", theirs, ours, free);
    if (isLast) {
      double[] history = their.summary().objectiveHistory();
      print(
          "  MLlib: %d iterations, objective %.12f%n",
          their.summary().totalIterations(), history[history.length - 1]);
      print(
          "  without a constraint: %d passes, objective %.12f%n",
          plain.passes(), plain.objective());
      print(
          "  fair: %d passes, objective %.9f, violation %.4f from %.4f, bound kept: %s%n",
          fair.passes(), fair.objective(), fair.violation(), fair.plainViolation(), fair.isMet());
      for (FairTrainingSummary.Step step : fair.course()) {
        print(
            "    %-11s %3d %.9f %.5f %.5f%n",
            step.phase(),
            step.passes(),
            step.objective(),
            step.violation(),
            step.smoothViolation());
      }
    }
    return new double[] {theirs, ours, free};
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  private static Dataset<Row> rows(SparkSession spark, long n) {
    Dataset<Row> rows =
        spark
            .range(0, n, 1, 4)
            .withColumn("group", when(col("id").mod(5).lt(3), "a").otherwise("b"));
    Column margin = lit(-0.5);
    Column[] features = new Column[FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      Column lean = when(col("group").equalTo("a"), i < 4 ? 0.4 : 0.0).otherwise(0.0);
      features[i] = normal(i).plus(lean).multiply(1.0 + i);
      margin = margin.plus(features[i].multiply((i % 3 == 0 ? 0.5 : -0.2) / (1.0 + i)));
    }
    Column chance = lit(1.0).divide(lit(1.0).plus(exp(margin.multiply(-1))));
    return rows.select(
        functions.array_to_vector(array(features)).as("features"),
        when(uniform(2 * FEATURES).lt(chance), 1.0).otherwise(0.0).as("label"),
        col("group"));
  }

  /** Box and Muller's normal numbers from hashes of the row's id. */
  private static Column normal(int seed) {
    return org.apache
        .spark
        .sql
        .functions
        .sqrt(org.apache.spark.sql.functions.log(uniform(2 * seed)).multiply(-2))
        .multiply(org.apache.spark.sql.functions.cos(uniform(2 * seed + 1).multiply(2 * Math.PI)));
  }

  private static Column uniform(int seed) {
    return expr("(pmod(xxhash64(id, " + seed + "), 1000000007) + 0.5) / 1000000007");
  }
}
