package dev.evenhand.ingest;

import static java.util.Map.entry;

import dev.evenhand.lake.table.Bronze;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The session in which sources are read.
 *
 * <p>Each split of a file is a partition of its own there, of a size that does not depend on the
 * number of cores: so a row's place in its partition is its place in the split. Nothing throws
 * there that could print a value.
 */
final class Reading {
  private static final String SPLIT_BYTES = "spark.sql.files.maxPartitionBytes";
  private static final long MOST_SPLIT_BYTES = 64L << 20;

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          // Bronze has one partition a pipeline: no need to sort rows by it before writing.
          entry("spark.sql.maxConcurrentOutputFileWriters", "8"),
          // The JVM never compiles a longer method; rows of many columns make one.
          entry("spark.sql.codegen.hugeMethodLimit", "8000"),
          entry("spark.sql.ansi.enabled", "false"),
          // No two rows of a split share their place: nothing for a dictionary.
          entry("parquet.enable.dictionary#" + Bronze.ORDINAL.name(), "false"),
          entry("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"),
          entry("spark.sql.legacy.javaCharsets", "true"),
          entry("spark.sql.session.timeZone", "UTC"));

  /** By the caller's session: code that executors compiled for one load serves the next. */
  private static final Map<SparkSession, SparkSession> SESSIONS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Reading() {}

  static SparkSession session(SparkSession spark) {
    SparkSession reading = SESSIONS.computeIfAbsent(spark, SparkSession::newSession);
    CollectionConverters.asJava(spark.conf().getAll())
        .forEach(
            (key, value) -> {
              if (reading.conf().isModifiable(key)) {
                reading.conf().set(key, value);
              }
            });
    String split = Long.toString(Math.min(MOST_SPLIT_BYTES, splitBytes(reading)));
    reading.conf().set(SPLIT_BYTES, split);
    // As dear as a whole split, so that two files never share a partition.
    reading.conf().set("spark.sql.files.openCostInBytes", split);
    reading.conf().unset("spark.sql.files.maxPartitionNum");
    SETTINGS.forEach(reading.conf()::set);
    return reading;
  }

  /** Files larger than this are read in several splits, unless their compression forbids it. */
  static long splitBytes(SparkSession reading) {
    return JavaUtils.byteStringAsBytes(reading.conf().get(SPLIT_BYTES));
  }
}
