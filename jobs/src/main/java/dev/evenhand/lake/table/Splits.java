package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;
import org.apache.spark.sql.Column;

/** Train, validation or test; one subject is never in two. */
public final class Splits {
  private Splits() {}

  public static final Field DECISION_ID = required("decision_id", StringType, "the decision");
  public static final Field SPLIT =
      required("split", StringType, "train, validation, test, or excluded");

  public static final Field REASON = optional("reason", StringType, "why it was excluded");
  public static final TableContract CONTRACT =
      TableContract.of(
              "gold.splits",
              "Which split a decision belongs to",
              Scope.RUN,
              DECISION_ID,
              SPLIT,
              REASON)
          .keyedBy(DECISION_ID)
          .check("split_is_known", "split IN ('train', 'validation', 'test', 'excluded')");

  /** Whether a model learned from the decision: its parameters or its threshold. */
  public static Column isLearned() {
    return SPLIT.column().isin("train", "validation");
  }
}
