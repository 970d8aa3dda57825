package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** An unlabelled decision scored by a promoted or named model. */
public final class Scores {
  private Scores() {}

  public static final Field DECISION_ID = required("decision_id", StringType, "the decision");
  public static final Field SUBJECT_KEY =
      required(
          "subject_key",
          StringType,
          "pseudonym of the customer; PRF of namespace and canonical identifier");
  public static final Field MODEL = required("model", StringType, "name of the model");
  public static final Field MODEL_VERSION =
      required("model_version", StringType, "run that trained it");
  public static final Field SCORE =
      required("score", DoubleType, "calibrated probability, in [0, 1]");
  public static final Field DECISION = required("decision", DoubleType, "1 selected, 0 not");
  public static final Field ROUTE =
      required("route", StringType, "automatic, or person: why a person must look is in reason");
  public static final Field REASON =
      optional("reason", StringType, "why it was routed to a person");
  public static final Field SCORED_AT =
      required("scored_at", TimestampType, "as-of moment of the scoring run");
  public static final TableContract CONTRACT =
      TableContract.of(
              "gold.scores",
              "Scored decisions without an outcome yet",
              Scope.RUN,
              DECISION_ID,
              SUBJECT_KEY,
              MODEL,
              MODEL_VERSION,
              SCORE,
              DECISION,
              ROUTE,
              REASON,
              SCORED_AT)
          .keyedBy(DECISION_ID, MODEL);
}
