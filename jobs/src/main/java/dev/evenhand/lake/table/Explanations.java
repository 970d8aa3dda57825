package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** The contributions of the features to the score of a decision. */
public final class Explanations {
  private Explanations() {}

  public static final Field MODEL = required("model", StringType, "name of the model");
  public static final Field DECISION_ID = required("decision_id", StringType, "the decision");
  public static final Field MARGIN = required("margin", DoubleType, "log-odds before calibration");
  public static final Field BASE = required("base", DoubleType, "log-odds at the reference");
  public static final Field CONTRIBUTIONS =
      required(
          "contributions",
          createMapType(StringType, DoubleType, true),
          "log-odds by feature; they add up to margin minus base");
  public static final Field REASONS =
      required(
          "reasons", createArrayType(StringType, false), "the strongest features, strongest first");
  public static final TableContract CONTRACT =
      TableContract.of(
              "gold.explanations",
              "Why decisions came out so",
              Scope.RUN,
              MODEL,
              DECISION_ID,
              MARGIN,
              BASE,
              CONTRIBUTIONS,
              REASONS)
          .keyedBy(MODEL, DECISION_ID);
}
