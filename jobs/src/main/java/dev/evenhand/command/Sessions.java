package dev.evenhand.command;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Builds the Spark session of a command; what spark-submit already set is left as it is. */
public final class Sessions {
  /** Small tables need few partitions; a cluster's own configuration overrides these. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("spark.sql.shuffle.partitions", "8"),
          Map.entry("spark.databricks.delta.snapshotPartitions", "1"),
          Map.entry("spark.databricks.delta.schema.autoMerge.enabled", "false"),
          Map.entry("spark.ui.enabled", "false"),
          Map.entry("spark.ui.showConsoleProgress", "false"),
          Map.entry("spark.driver.host", "127.0.0.1"),
          Map.entry("spark.driver.bindAddress", "127.0.0.1"),
          Map.entry("spark.hadoop.fs.s3a.create.conditional.enabled", "true"),
          Map.entry("spark.sql.catalogImplementation", "in-memory"));

  private static final Map<String, String> REQUIRED =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
          "spark.delta.logStore.file.impl", "dev.evenhand.lake.PosixLogStore");

  private Sessions() {}

  static SparkSession open(String name) {
    SparkSession.Builder builder = SparkSession.builder().appName("evenhand " + name);
    if (System.getProperty("spark.master") == null) {
      String master = System.getenv().getOrDefault("SPARK_MASTER", "local[*]");
      builder.master(master);
      if (!master.startsWith("local")) {
        builder.config("spark.jars", ownJar());
      }
    }
    DEFAULTS.forEach(
        (key, value) -> {
          if (System.getProperty(key) == null) {
            builder.config(key, value);
          }
        });
    REQUIRED.forEach(builder::config);
    String endpoint = System.getenv().getOrDefault("EVENHAND_S3_ENDPOINT", "");
    if (!endpoint.isBlank()) {
      builder
          .config("spark.hadoop.fs.s3a.endpoint", endpoint)
          .config(
              "spark.hadoop.fs.s3a.endpoint.region",
              System.getenv().getOrDefault("AWS_REGION", "us-east-1"))
          .config("spark.hadoop.fs.s3a.path.style.access", "true");
    }
    return builder.getOrCreate();
  }

  /** The jar, or folder of classes, that this class was loaded from. */
  static String ownJar() {
    try {
      return Path.of(Sessions.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
