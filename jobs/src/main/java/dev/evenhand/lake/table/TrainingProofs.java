package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/**
 * That a model learned from the rows it may learn from, and from all of them: {@code rows_allowed =
 * rows_used + rows_suppressed + rows_left_out}, {@code rows_not_allowed = rows_lost = 0}.
 */
public final class TrainingProofs {
  private TrainingProofs() {}

  public static final Field MODEL = required("model", StringType, "name of the model");
  public static final Field AS_OF =
      required("as_of", TimestampType, "moment as of which the ledger was read");
  public static final Field LAWFUL_BASIS =
      required("lawful_basis", StringType, "consent, or the basis that the file names");
  public static final Field PURPOSE =
      optional("purpose", StringType, "whose entries counted; null without a ledger");
  public static final Field LEDGER_VERSION =
      optional(
          "ledger_version", LongType, "Delta version of silver.consents; null without a ledger");
  public static final Field DECISIONS_VERSION =
      required("decisions_version", LongType, "Delta version of silver.decisions");
  public static final Field TRAINING_TABLE_VERSION =
      required("training_table_version", LongType, "Delta version of gold.training_set");
  public static final Field ROWS_ALLOWED =
      required("rows_allowed", LongType, "rows of the training split whose subjects are allowed");
  public static final Field ROWS_SUPPRESSED =
      required("rows_suppressed", LongType, "those that anonymization left out");
  public static final Field ROWS_LEFT_OUT =
      required("rows_left_out", LongType, "those that rebalancing left out");
  public static final Field ROWS_USED = required("rows_used", LongType, "rows that trained");
  public static final Field ROWS_NOT_ALLOWED =
      required(
          "rows_not_allowed", LongType, "rows that trained though their subjects are not allowed");
  public static final Field ROWS_LOST =
      required("rows_lost", LongType, "allowed decisions that the run did not see");
  public static final Field SUBJECTS_USED =
      required("subjects_used", LongType, "persons whose rows trained");
  public static final Field IS_PROVED =
      required("is_proved", BooleanType, "whether rows used are rows allowed");
  public static final TableContract CONTRACT =
      TableContract.of(
              "govern.training_proofs",
              "That models learned from the rows they may learn from",
              Scope.RUN,
              MODEL,
              AS_OF,
              LAWFUL_BASIS,
              PURPOSE,
              LEDGER_VERSION,
              DECISIONS_VERSION,
              TRAINING_TABLE_VERSION,
              ROWS_ALLOWED,
              ROWS_SUPPRESSED,
              ROWS_LEFT_OUT,
              ROWS_USED,
              ROWS_NOT_ALLOWED,
              ROWS_LOST,
              SUBJECTS_USED,
              IS_PROVED)
          .keyedBy(MODEL);
}
