package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** Counts by group, label, decision and score bin; cells below the minimum size are merged. */
public final class Cells {
  private Cells() {}

  public static final Field MODEL = required("model", StringType, "name of the model");
  public static final Field SPLIT = required("split", StringType, "train, validation or test");
  public static final Field ATTRIBUTE =
      optional("attribute", StringType, "attribute or JSON array of names");
  public static final Field GROUP_VALUE =
      optional(
          "group_value",
          StringType,
          "value or JSON array of values; null where small groups were merged");
  public static final Field LABEL = required("label", DoubleType, "outcome");
  public static final Field PREDICTION =
      optional("prediction", DoubleType, "decision; null where merged");
  public static final Field SCORE_LOW =
      optional("score_low", DoubleType, "lower edge of the score bin");
  public static final Field SCORE_HIGH =
      optional("score_high", DoubleType, "upper edge of the score bin");
  public static final Field N = required("n", LongType, "rows");
  public static final Field WEIGHT = required("weight", DoubleType, "sum of weights");
  public static final TableContract CONTRACT =
      TableContract.of(
          "metrics.cells",
          "Aggregated cells from which group metrics are computed",
          Scope.RUN,
          MODEL,
          SPLIT,
          ATTRIBUTE,
          GROUP_VALUE,
          LABEL,
          PREDICTION,
          SCORE_LOW,
          SCORE_HIGH,
          N,
          WEIGHT);
}
