package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** An export for a purpose: what left the lake, under which rules; append-only. */
public final class Exports {
  private Exports() {}

  /** An export may go through every pipeline's rows, so its own row belongs to none. */
  public static final String PIPELINE = "lake";

  public static final Field PURPOSE =
      required("purpose", StringType, "what for; the pseudonyms are this purpose's own");
  public static final Field SOURCE = required("source", StringType, "the table, or the query");
  public static final Field COLUMNS =
      required("columns", createArrayType(StringType, false), "columns that were exported");
  public static final Field ROWS = required("rows", LongType, "rows that were exported");
  public static final Field K =
      optional("k", IntegerType, "how many subjects share each row's values; null: not asked for");
  public static final Field ROWS_SUPPRESSED =
      required("rows_suppressed", LongType, "rows whose values fewer than k subjects share");
  public static final Field ROWS_REFUSED =
      required(
          "rows_refused",
          createMapType(StringType, LongType, false),
          "rows by table whose subject does not consent, and which nothing exported rests on");
  public static final Field LEFT_OUT =
      required(
          "left_out",
          createArrayType(StringType, false),
          "columns and attributes that are protected or hold subject keys");
  public static final Field BASIS =
      optional("basis", StringType, "lawful basis if it is not consent");
  public static final Field REASON = optional("reason", StringType, "why the basis holds");
  public static final Field KEYSET =
      required("keyset", StringType, "fingerprint of the keyset; not secret");
  public static final Field PLACE = required("place", StringType, "where the export is");
  public static final Field EXPORTED_AT =
      required("exported_at", TimestampType, "wall clock; the ledger as it stood then");
  public static final TableContract CONTRACT =
      TableContract.of(
          "govern.exports",
          "Exports under a purpose's pseudonyms; run_id is the export's own",
          Scope.LOG,
          PURPOSE,
          SOURCE,
          COLUMNS,
          ROWS,
          K,
          ROWS_SUPPRESSED,
          ROWS_REFUSED,
          LEFT_OUT,
          BASIS,
          REASON,
          KEYSET,
          PLACE,
          EXPORTED_AT);
}
