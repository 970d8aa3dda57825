package dev.evenhand.rights;

import static org.apache.spark.sql.functions.col;

import dev.evenhand.lake.TableContract;
import dev.evenhand.pseudonym.Pseudonyms;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The keys that an erasure works with, kept until it is over so that it can be taken up again.
 *
 * <p>They lie there sealed: whoever finds the folder of an erasure that was never finished learns
 * nothing without the keyset.
 */
record KeyTable(SparkSession spark, Pseudonyms pseudonyms, String place, String context) {
  static final String KIND = "kind";

  /** What a key is. */
  enum Kind {
    SUBJECT,
    DECISION,
    /** A text that stands in the subjects' rows. */
    TEXT,
    /** A text that stands in nobody else's. */
    UNIQUE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Keeps keys in place of those that are there.
   *
   * @param keys {@code kind}, {@code pipeline}, {@code key}
   */
  void write(Dataset<Row> keys) {
    keys.select(
            col(KIND),
            TableContract.PIPELINE.column(),
            pseudonyms.sealed(col(Footprint.KEY).cast("binary"), context).as(Footprint.KEY))
        .write()
        .mode("overwrite")
        .parquet(place);
  }

  Dataset<Row> read() {
    return spark
        .read()
        .parquet(place)
        .select(
            col(KIND),
            TableContract.PIPELINE.column(),
            pseudonyms.opened(col(Footprint.KEY), context).cast("string").as(Footprint.KEY));
  }
}
