package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** Source files that were loaded, so that the next run reads only new ones. */
public final class SeenFiles {
  private SeenFiles() {}

  public static final Field SOURCE = required("source", StringType, "name of the source");
  public static final Field FILE =
      required("file", StringType, "file relative to data; a Delta table and its version");
  public static final Field BYTES = required("bytes", LongType, "size in bytes");
  public static final Field SHA256 =
      optional("sha256", StringType, "SHA-256 of the bytes; null for a version of a Delta table");
  public static final Field LOADED_AT =
      required("loaded_at", TimestampType, "as-of moment of the run that loaded it");
  public static final Field ROWS_ACCEPTED =
      required("rows_accepted", LongType, "rows that reached bronze");
  public static final Field ROWS_QUARANTINED =
      required("rows_quarantined", LongType, "rows that were refused");
  public static final TableContract CONTRACT =
      TableContract.of(
              "bronze.files",
              "Source files already loaded",
              Scope.PIPELINE,
              SOURCE,
              FILE,
              BYTES,
              SHA256,
              LOADED_AT,
              ROWS_ACCEPTED,
              ROWS_QUARANTINED)
          .keyedBy(SOURCE, FILE);
}
