package dev.evenhand.lake.table;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;

/** Where in subject tables a subject's rows lie: a hash of the subject key in 256 values. */
public final class SubjectBucket {
  /** How many there are. */
  public static final int COUNT = 256;

  private SubjectBucket() {}

  /** The bucket of a subject key, a SMALLINT. */
  public static Column of(Column subjectKey) {
    return pmod(xxhash64(subjectKey.cast("string")), lit(COUNT)).cast("short");
  }
}
