package dev.evenhand.bench;

import dev.evenhand.fairness.Audit;
import dev.evenhand.fairness.AuditOptions;
import dev.evenhand.fairness.AuditRequest;
import dev.evenhand.fairness.AuditResult;
import dev.evenhand.fairness.Columns;
import dev.evenhand.fairness.Grouping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Times the audit of generated scored rows, 1, 10 and 50 million unless other millions are named,
 * against a plain groupBy of the same Parquet: four protected attributes and all pairs, every
 * metric with its interval.
 */
public final class AuditBench {
  private static final List<String> ATTRIBUTES = List.of("sex", "race", "age_band", "region");
  private static final List<String> MILLIONS = List.of("1", "10", "50");
  private static final int WARM_UPS = 1;

  private AuditBench() {}

  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .getOrCreate()) {
      spark.sparkContext().setLogLevel("WARN");
      List<String> asked = List.of(arguments).subList(1, arguments.length);
      for (String millions : asked.isEmpty() ? MILLIONS : asked) {
        run(spark, Path.of(arguments[0]), Long.parseLong(millions) * 1_000_000);
      }
    }
  }

  private static void run(SparkSession spark, Path folder, long rows) {
    String path = folder.resolve("scored-" + rows).toString();
    if (!Files.exists(Path.of(path))) {
      generate(spark, rows).write().parquet(path);
    }
    for (int i = 0; i < WARM_UPS; i++) {
      plain(spark, path);
      audit(spark, path, true);
    }
    double rival = Math.min(plain(spark, path), plain(spark, path));
    double rates = Math.min(audit(spark, path, false), audit(spark, path, false));
    double all = Math.min(audit(spark, path, true), audit(spark, path, true));
    Runtime memory = Runtime.getRuntime();
    System.out.printf(
        "%,d rows: groupBy %.2f s, rates %.2f s (%.2f), everything %.2f s (%.2f), heap %d MB%n",
        rows,
        rival,
        rates,
        rates / rival,
        all,
        all / rival,
        (memory.totalMemory() - memory.freeMemory()) >> 20);
    System.out.printf("ratio audit %.3f%n", all / rival);
  }

  private static double plain(SparkSession spark, String path) {
    long start = System.nanoTime();
    spark
        .read()
        .parquet(path)
        .groupBy("sex", "race", "age_band", "region")
        .agg(
            functions.count("*"),
            functions.sum("label"),
            functions.sum("prediction"),
            functions.sum("score"))
        .collectAsList();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double audit(SparkSession spark, String path, boolean scored) {
    long start = System.nanoTime();
    Columns columns = Columns.of("label", "prediction");
    AuditResult result =
        Audit.of(
            spark.read().parquet(path),
            new AuditRequest(
                scored ? columns.withScore("score") : columns,
                new Grouping(ATTRIBUTES, List.of(), 2, Map.of("sex", "male")),
                AuditOptions.standard()));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "  audit scored=%s %.2f s, %d figures, %s%n",
        scored, seconds, result.figures().size(), result.scores());
    return seconds;
  }

  private static Dataset<Row> generate(SparkSession spark, long rows) {
    return spark
        .range(0, rows, 1, 16)
        .selectExpr(
            "CASE WHEN pmod(xxhash64(id, 1), 100) < 48 THEN 'female' ELSE 'male' END sex",
            "element_at(array('white','black','asian','other','unknown'),"
                + " int(1 + pow(pmod(xxhash64(id, 2), 1000) / 1000, 2) * 5)) race",
            "element_at(array('18-24','25-34','35-44','45-54','55-64','65+'),"
                + " int(1 + pmod(xxhash64(id, 3), 6))) age_band",
            "concat('region ', pmod(xxhash64(id, 4), 8)) region",
            "pow((pmod(xxhash64(id, 5), 1000000007) + 0.5) / 1000000007, 2.5D) score",
            "(pmod(xxhash64(id, 6), 1000000007) + 0.5) / 1000000007 luck")
        .selectExpr(
            "sex",
            "race",
            "age_band",
            "region",
            "int(luck < score) label",
            "int(score > 0.5) prediction",
            "score");
  }
}
