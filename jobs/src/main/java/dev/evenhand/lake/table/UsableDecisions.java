package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/**
 * The decisions that a run may use: known as of its moment and allowed by consent or another basis.
 */
public final class UsableDecisions {
  private UsableDecisions() {}

  public static final Field DECISION_ID = required("decision_id", StringType, "the decision");
  public static final Field SUBJECT_KEY =
      required(
          "subject_key",
          StringType,
          "pseudonym of the customer; PRF of namespace and canonical identifier");
  public static final Field DECIDED_AT =
      required("decided_at", TimestampType, "moment of the decision");
  public static final Field LABEL =
      optional(
          "label",
          DoubleType,
          "outcome as known at the as-of moment; null while its window is open");
  public static final Field SPLIT = optional("split", StringType, "split named by the source");
  public static final Field POSITION =
      optional("position", LongType, "order of the row in its source");
  public static final Field NUMBERS =
      required(
          "numbers",
          createMapType(StringType, DoubleType, true),
          "numeric attributes of the decision");
  public static final Field CATEGORIES =
      required(
          "categories",
          createMapType(StringType, StringType, true),
          "other attributes of the decision");
  public static final Field NEEDS_PERSON =
      optional(
          "needs_person",
          BooleanType,
          "whether the subject objects to automated decisions, so that a person must decide");

  private static final int VERSION = 2;

  public static final TableContract CONTRACT =
      TableContract.of(
              "gold.decisions",
              "Decisions a run may use: known as of its moment, and allowed",
              Scope.RUN,
              DECISION_ID,
              SUBJECT_KEY,
              DECIDED_AT,
              LABEL,
              SPLIT,
              POSITION,
              NUMBERS,
              CATEGORIES,
              NEEDS_PERSON)
          .keyedBy(DECISION_ID)
          .inVersion(VERSION);
}
