package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** What was known about a decision just before it was made. */
public final class FeatureRows {
  private FeatureRows() {}

  public static final Field DECISION_ID = required("decision_id", StringType, "the decision");
  public static final Field NUMBERS =
      required(
          "numbers",
          createMapType(StringType, DoubleType, true),
          "numeric features by name; null where not known");
  public static final Field CATEGORIES =
      required(
          "categories",
          createMapType(StringType, StringType, true),
          "categorical features by name");
  public static final Field OBSERVED_DAYS =
      optional(
          "observed_days",
          DoubleType,
          "days of sales history before the decision; null without sales");

  /** Feature of a window: days since the last purchase, null without one. */
  public static final String RECENCY = "recency";

  public static final TableContract CONTRACT =
      TableContract.of(
              "gold.features",
              "Features of decisions as of decided_at",
              Scope.RUN,
              DECISION_ID,
              NUMBERS,
              CATEGORIES,
              OBSERVED_DAYS)
          .keyedBy(DECISION_ID);

  /** The name of a feature of the window of so many days, such as {@code recency_91d}. */
  public static String inWindow(String feature, int days) {
    return feature + "_" + days + "d";
  }
}
