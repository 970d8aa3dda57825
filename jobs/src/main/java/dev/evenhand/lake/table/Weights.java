package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/**
 * The weight of a training decision after rebalancing; a decision that sampling left out has no
 * row, and doesn't train.
 */
public final class Weights {
  private Weights() {}

  public static final Field DECISION_ID = required("decision_id", StringType, "the decision");
  public static final Field WEIGHT =
      required("weight", DoubleType, "weight; 1 where nothing was rebalanced");
  public static final TableContract CONTRACT =
      TableContract.of(
              "gold.weights", "Training weight of a decision", Scope.RUN, DECISION_ID, WEIGHT)
          .keyedBy(DECISION_ID)
          .check("weight_is_positive", "weight > 0");
}
