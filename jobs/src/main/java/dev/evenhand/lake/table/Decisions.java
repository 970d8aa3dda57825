package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** A moment at which the business decides about a customer, with its outcome once known. */
public final class Decisions {
  private Decisions() {}

  public static final Field DECISION_ID =
      required("decision_id", StringType, "identifies the decision within its pipeline");
  public static final Field SUBJECT_KEY =
      required(
          "subject_key",
          StringType,
          "pseudonym of the customer; PRF of namespace and canonical identifier");
  public static final Field SUBJECT_BUCKET =
      required(
          "subject_bucket",
          ShortType,
          "hash of subject_key in 256 values; what subject tables are clustered on");
  public static final Field DECIDED_AT =
      required("decided_at", TimestampType, "moment of the decision, UTC");
  public static final Field RECORDED_AT =
      required(
          "recorded_at",
          TimestampType,
          "moment from which the decision was known; decided_at unless the source says otherwise");
  public static final Field OFFER =
      optional("offer", StringType, "what was decided about: campaign type, product");
  public static final Field OUTCOME_UNTIL =
      optional(
          "outcome_until",
          TimestampType,
          "end of the window in which the outcome is watched; null where the label is final");
  public static final Field LABEL =
      optional("label", DoubleType, "1 favourable outcome, 0 not; null while unknown");
  public static final Field SPLIT =
      optional("split", StringType, "train, validation or test where the source says so");
  public static final Field POSITION =
      optional("position", LongType, "order of the row in its source, for a split by order");
  public static final Field NUMBERS =
      required(
          "numbers",
          createMapType(StringType, DoubleType, true),
          "numeric attributes of the decision by name");
  public static final Field CATEGORIES =
      required(
          "categories",
          createMapType(StringType, StringType, true),
          "other attributes of the decision by name");
  public static final TableContract CONTRACT =
      TableContract.of(
              "silver.decisions",
              "Moments at which the business decides about a customer",
              Scope.PIPELINE,
              DECISION_ID,
              SUBJECT_KEY,
              SUBJECT_BUCKET,
              DECIDED_AT,
              RECORDED_AT,
              OFFER,
              OUTCOME_UNTIL,
              LABEL,
              SPLIT,
              POSITION,
              NUMBERS,
              CATEGORIES)
          .keyedBy(DECISION_ID)
          .check("label_is_binary", "label IS NULL OR label IN (0, 1)");
}
