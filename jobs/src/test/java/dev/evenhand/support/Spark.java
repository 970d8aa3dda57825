package dev.evenhand.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of all tests: two cores, one shuffle partition, UTC, no UI, Delta on. */
public final class Spark {
  private static SparkSession session;

  private Spark() {}

  public static synchronized SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder()
              .master("local[2]")
              .appName("evenhand-tests")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.databricks.delta.snapshotPartitions", "1")
              .config("spark.sql.codegen.cache.maxEntries", "2000")
              .config("spark.sql.warehouse.dir", temporary("warehouse").toString())
              .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
              .config(
                  "spark.sql.catalog.spark_catalog",
                  "org.apache.spark.sql.delta.catalog.DeltaCatalog")
              .getOrCreate();
      session.sparkContext().setLogLevel("WARN");
    }
    return session;
  }

  public static Path temporary(String name) {
    try {
      return Files.createTempDirectory("evenhand-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
