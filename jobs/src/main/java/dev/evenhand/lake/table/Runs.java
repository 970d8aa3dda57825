package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** A step of a run: status, times, rows, and the table versions it read and wrote. */
public final class Runs {
  private Runs() {}

  public static final Field STEP =
      required("step", StringType, "name of the step; run for the run as a whole");
  public static final Field STATUS =
      required("status", StringType, "started, done, failed, refused or abandoned");
  public static final Field STARTED_AT = required("started_at", TimestampType, "wall clock");
  public static final Field FINISHED_AT = optional("finished_at", TimestampType, "wall clock");
  public static final Field ROWS_IN = optional("rows_in", LongType, "rows read");
  public static final Field ROWS_OUT = optional("rows_out", LongType, "rows written");
  public static final Field VERSIONS_READ =
      required(
          "versions_read",
          createMapType(StringType, LongType, false),
          "Delta version by table read");
  public static final Field VERSIONS_WRITTEN =
      required(
          "versions_written",
          createMapType(StringType, LongType, false),
          "Delta version by table written");
  public static final Field CONFIG_SHA256 =
      required("config_sha256", StringType, "hash of the pipeline file");
  public static final Field CODE_VERSION =
      required("code_version", StringType, "version and git commit of the code");
  public static final Field AS_OF =
      required("as_of", TimestampType, "moment whose knowledge the run uses");
  public static final Field SEED = required("seed", LongType, "seed of everything random");
  public static final Field CPU_MS =
      optional("cpu_ms", LongType, "CPU time of the step, all tasks");
  public static final Field MESSAGE =
      optional("message", StringType, "what the step said, or why it failed");
  public static final TableContract CONTRACT =
      TableContract.of(
          "govern.runs",
          "The run log",
          Scope.LOG,
          STEP,
          STATUS,
          STARTED_AT,
          FINISHED_AT,
          ROWS_IN,
          ROWS_OUT,
          VERSIONS_READ,
          VERSIONS_WRITTEN,
          CONFIG_SHA256,
          CODE_VERSION,
          AS_OF,
          SEED,
          CPU_MS,
          MESSAGE);
}
