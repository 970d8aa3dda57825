package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** A model that saw subjects who have since been erased; append-only. */
public final class ModelFlags {
  private ModelFlags() {}

  public static final Field MODEL = required("model", StringType, "name of the model");
  public static final Field MODEL_VERSION =
      required("model_version", StringType, "run that trained it");
  public static final Field CAUSE = required("cause", StringType, "erasure or withdrawal");
  public static final Field SUBJECTS =
      required("subjects", LongType, "how many of the persons concerned it learned from");
  public static final Field TRAINING_SUBJECTS =
      required("training_subjects", LongType, "how many persons it learned from");
  public static final Field SHARE =
      required("share", DoubleType, "subjects by training_subjects, in [0, 1]");
  public static final Field NEEDS_RETRAINING =
      required("needs_retraining", BooleanType, "whether it should no longer be used as it is");
  public static final Field REASON =
      optional("reason", StringType, "why it needs retraining; null if it does not");
  public static final Field FLAGGED_AT = required("flagged_at", TimestampType, "wall clock");
  public static final TableContract CONTRACT =
      TableContract.of(
          "govern.model_flags",
          "Models that saw subjects who are gone; run_id is the erasure's",
          Scope.LOG,
          MODEL,
          MODEL_VERSION,
          CAUSE,
          SUBJECTS,
          TRAINING_SUBJECTS,
          SHARE,
          NEEDS_RETRAINING,
          REASON,
          FLAGGED_AT);
}
