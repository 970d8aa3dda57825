package dev.evenhand.bench;

import dev.evenhand.config.Overrides;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.generate.Warehouse;
import dev.evenhand.generate.WarehouseSpec;
import dev.evenhand.generate.WarehouseSpec.Packing;
import dev.evenhand.ingest.IngestJob;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.pseudonym.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.io.FileUtils;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Times ingest (checks, pseudonyms, quarantine, books) of generated sales lines against {@code
 * spark.read.schema(…).csv(…).write.format("delta")} of the same files.
 *
 * <p>Arguments: a folder to work in, sales lines (5 million), rounds after the one that warms up
 * (4); the fastest round of each counts.
 */
public final class IngestBench {
  private static final long ROWS = 5_000_000;
  private static final int ROUNDS = 4;
  private static final String SCHEMA =
      "order_id STRING NOT NULL, line_no INT, customer_id STRING NOT NULL, sold_at TIMESTAMP NOT"
          + " NULL, recorded_at TIMESTAMP, product_id STRING, quantity INT, amount DECIMAL(10,2),"
          + " discount DECIMAL(10,2), channel STRING, shop STRING";
  private static final String PIPELINE =
      """
      pipeline: bench
      description: Sales lines to bronze
      data: DATA
      sources:
        sales:
          format: csv
          path: sales
          timezone: Europe/Vienna
          identifiers: {customer_id: {as: customer, normalize: digits}}
          schema: SCHEMA
          checks: {quantity: quantity >= 0, amount: amount >= 0, discount: discount >= 0}
      conform:
        protected: SELECT customer_id AS subject_key, shop FROM sales
        sales: SELECT customer_id AS subject_key, sold_at, amount FROM sales
        decisions: SELECT order_id AS decision_id, 1 AS label FROM sales
      consent: {basis: contract, reason: The bench asks nobody for anything}
      features: {history: {windows: [28d]}}
      split: {test: 30%}
      decide: {top: 20%}
      train: [{name: plain, estimator: logistic-regression}]
      evaluate: {sensitive: [shop]}
      card: {owner: Bench, contact: b@example.com, intended_use: Timing, out_of_scope: All else}
      """;

  private final SparkSession spark;
  private final Path folder;
  private final Pipeline pipeline;
  private final AtomicLong cpuNanos = new AtomicLong();

  private IngestBench(SparkSession spark, Path folder) throws IOException {
    this.spark = spark;
    this.folder = folder;
    Path file =
        Files.writeString(
            folder.resolve("bench.yaml"),
            PIPELINE.replace("DATA", folder.toString()).replace("SCHEMA", SCHEMA));
    this.pipeline =
        PipelineFile.read(file, Map.of(), new Overrides(Optional.empty(), Optional.empty()))
            .pipeline();
  }

  public static void main(String[] arguments) throws IOException {
    long rows = arguments.length > 1 ? Long.parseLong(arguments[1]) : ROWS;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : ROUNDS;
    Path folder = Path.of(arguments[0]).toAbsolutePath().resolve(Long.toString(rows));
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.codegen.cache.maxEntries", "2000")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .getOrCreate()) {
      spark.sparkContext().setLogLevel("ERROR");
      Files.createDirectories(folder);
      if (!Files.exists(folder.resolve("sales"))) {
        Warehouse.writeSales(
            spark, new WarehouseSpec(rows, 17, folder.toString()).packed(Packing.PLAIN));
      }
      new IngestBench(spark, folder).run(rounds);
    }
  }

  private void run(int rounds) {
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd task) {
                cpuNanos.addAndGet(task.taskMetrics().executorCpuTime());
              }
            });
    double plain = Double.MAX_VALUE;
    double ours = Double.MAX_VALUE;
    for (int round = 0; round <= rounds; round++) {
      double first = timed("plain read and write", round, this::plain);
      double second = timed("ingest", round, this::ingest);
      plain = round == 0 ? plain : Math.min(plain, first);
      ours = round == 0 ? ours : Math.min(ours, second);
    }
    System.out.printf("plain %.2f s, ingest %.2f s%n", plain, ours);
    System.out.printf("ratio ingest %.3f%n", ours / plain);
  }

  private double timed(String what, int round, Runnable action) {
    pause();
    cpuNanos.set(0);
    long start = System.nanoTime();
    action.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    pause();
    System.out.printf(
        "  round %d: %-20s %6.2f s, %6.2f s of CPU in tasks%n",
        round, what, seconds, cpuNanos.get() / 1e9);
    return seconds;
  }

  private void plain() {
    spark
        .read()
        .schema(SCHEMA)
        .option("header", "true")
        .option("timeZone", "Europe/Vienna")
        .csv(folder.resolve("sales").toString())
        .write()
        .format("delta")
        .save(fresh("plain"));
  }

  private void ingest() {
    Lake lake = new Lake(spark, fresh("lake"));
    RunScope scope = new RunScope("bench", "r1");
    Keys keys = Keys.madeAt(Path.of(fresh("keys"), "keys.json"));
    RowCounts counts =
        new IngestJob(pipeline, keys)
            .run(new JobContext(spark, lake, scope, Instant.parse("2026-03-01T00:00:00Z"), 17));
    System.out.printf(
        "  %,d rows in, %,d accepted, %s%n", counts.rowsIn(), counts.rowsOut(), counts.note());
  }

  private String fresh(String name) {
    FileUtils.deleteQuietly(folder.resolve(name).toFile());
    return folder.resolve(name).toString();
  }

  /** The listener hears of tasks a little later. */
  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
