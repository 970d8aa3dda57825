package dev.evenhand.lake;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;

/** The version a Delta table is at. */
final class DeltaVersions {
  private DeltaVersions() {}

  static long latest(SparkSession spark, String path) {
    return DeltaLog.forTable(spark, new Path(path)).unsafeVolatileSnapshot().version();
  }
}
