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
          // Delta's and our plans generate some thousand classes; of 100 most would be made anew.
          Map.entry("spark.sql.codegen.cache.maxEntries", "2000"),
          Map.entry("spark.databricks.delta.schema.autoMerge.enabled", "false"),
          Map.entry("spark.ui.enabled", "false"),
          Map.entry("spark.ui.showConsoleProgress", "false"),
          Map.entry("spark.hadoop.fs.s3a.create.conditional.enabled", "true"),
          // Half the work of the old INT96, and Parquet can compare them.
          Map.entry("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"),
          Map.entry("spark.sql.catalogImplementation", "in-memory"));

  /**
   * For a warehouse of some hundred thousand rows: most of the time goes into planning and
   * compiling queries that run once, so plans stay as they are and are not made into one method.
   */
  static final Map<String, String> SMALL =
      Map.of(
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.adaptive.enabled", "false",
          "spark.sql.shuffle.partitions", "2");

  /** Where the driver is found by executors that all run on this machine. */
  private static final Map<String, String> ON_THIS_MACHINE =
      Map.of("spark.driver.host", "127.0.0.1", "spark.driver.bindAddress", "127.0.0.1");

  private static final Map<String, String> REQUIRED =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
          "spark.delta.logStore.file.impl", "dev.evenhand.lake.PosixLogStore");

  private Sessions() {}

  static SparkSession open(String name) {
    return open(name, Map.of());
  }

  /**
   * @param settings what this command prefers to the defaults
   */
  static SparkSession open(String name, Map<String, String> settings) {
    SparkSession.Builder builder = SparkSession.builder().appName("evenhand " + name);
    String set = System.getProperty("spark.master");
    String master = set != null ? set : System.getenv().getOrDefault("SPARK_MASTER", "local[*]");
    boolean isLocal = master.startsWith("local");
    if (set == null) {
      builder.master(master);
    }
    if (set == null && !isLocal) {
      builder.config("spark.jars", ownJar());
    }
    if (isLocal || master.startsWith("spark://127.0.0.1:")) {
      addUnlessSet(builder, ON_THIS_MACHINE);
    }
    addUnlessSet(builder, DEFAULTS);
    addUnlessSet(builder, settings);
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

  private static void addUnlessSet(SparkSession.Builder builder, Map<String, String> settings) {
    settings.forEach(
        (key, value) -> {
          if (System.getProperty(key) == null) {
            builder.config(key, value);
          }
        });
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
