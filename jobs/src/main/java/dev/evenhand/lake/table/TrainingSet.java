package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** Exactly what a model saw: features after anonymization, label and weight. */
public final class TrainingSet {
  private TrainingSet() {}

  public static final Field DECISION_ID = required("decision_id", StringType, "the decision");
  public static final Field NUMBERS =
      required(
          "numbers",
          createMapType(StringType, DoubleType, true),
          "numeric features by name, generalized where they are quasi-identifiers");
  public static final Field CATEGORIES =
      required(
          "categories",
          createMapType(StringType, StringType, true),
          "categorical features by name");
  public static final Field LABEL = required("label", DoubleType, "1 favourable outcome, 0 not");
  public static final TableContract CONTRACT =
      TableContract.of(
              "gold.training_set",
              "Exactly what a model saw",
              Scope.RUN,
              DECISION_ID,
              NUMBERS,
              CATEGORIES,
              LABEL)
          .keyedBy(DECISION_ID)
          .check("label_is_binary", "label IN (0, 1)");
}
