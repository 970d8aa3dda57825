package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** What retention dropped from a table, by which rule; append-only. */
public final class Retentions {
  private Retentions() {}

  /** Retention goes through every pipeline's rows, so its own row belongs to none. */
  public static final String PIPELINE = "lake";

  /** The rows were counted, and are about to be dropped. */
  public static final String BEGUN = "begun";

  /** They are gone from the present version. */
  public static final String DROPPED = "dropped";

  /** No older version of the table can be read any more. */
  public static final String FORGOTTEN = "forgotten";

  public static final Field TABLE_NAME = required("table_name", StringType, "layer and table");
  public static final Field OWNER =
      optional("owner", StringType, "pipeline whose file asks for it; null: the contract's own");
  public static final Field KEPT_DAYS =
      optional("kept_days", IntegerType, "how long rows are kept; null for a table's history");
  public static final Field ROWS = optional("rows", LongType, "rows past their retention");
  public static final Field STATUS = required("status", StringType, "begun, dropped or forgotten");
  public static final Field TABLE_VERSION =
      required("table_version", LongType, "Delta version of the table at this status");
  public static final Field AT = required("at", TimestampType, "moment that ages count to");
  public static final TableContract CONTRACT =
      TableContract.of(
              "govern.retention",
              "What retention dropped; run_id is that of the call of maintain",
              Scope.LOG,
              TABLE_NAME,
              OWNER,
              KEPT_DAYS,
              ROWS,
              STATUS,
              TABLE_VERSION,
              AT)
          .check("status_is_known", "status IN ('begun', 'dropped', 'forgotten')");
}
