package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** A test, validation or training decision with its score and decision, by model. */
public final class Predictions {
  private Predictions() {}

  public static final Field MODEL = required("model", StringType, "name of the model");
  public static final Field DECISION_ID = required("decision_id", StringType, "the decision");
  public static final Field SPLIT = required("split", StringType, "train, validation or test");
  public static final Field LABEL = required("label", DoubleType, "outcome");
  public static final Field SCORE =
      required("score", DoubleType, "calibrated probability of the favourable outcome, in [0, 1]");
  public static final Field DECISION = required("decision", DoubleType, "1 selected, 0 not");
  public static final TableContract CONTRACT =
      TableContract.of(
              "gold.predictions",
              "Scored decisions of the validation and test splits, by model",
              Scope.RUN,
              MODEL,
              DECISION_ID,
              SPLIT,
              LABEL,
              SCORE,
              DECISION)
          .keyedBy(MODEL, DECISION_ID)
          .check("score_is_a_probability", "score >= 0 AND score <= 1");
}
