package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** Refused source rows: where they stood, why, and what they said (encrypted). */
public final class Quarantine {
  private Quarantine() {}

  public static final Field SOURCE =
      required("source", StringType, "name of the source in the pipeline file");
  public static final Field FILE = required("file", StringType, "file relative to data, or table");
  public static final Field LINE =
      optional(
          "line",
          LongType,
          "line in the file, or row where it has no lines, 1 is the first; null where rows have no order");
  public static final Field REASON =
      required("reason", StringType, "why it was refused: column and rule, never the value");
  public static final Field RAW =
      optional(
          "raw", BinaryType, "the raw text, AEAD-encrypted with the source as associated data");
  public static final TableContract CONTRACT =
      TableContract.of(
              "bronze.quarantine",
              "Refused source rows with their reason",
              Scope.RUN,
              SOURCE,
              FILE,
              LINE,
              REASON,
              RAW)
          .keptFor(90);
}
