package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/**
 * Counts by group, label and decision, and, where {@code score_low} is given, by group, label and
 * score bin; what is below the minimum size is merged.
 */
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
      optional("prediction", DoubleType, "decision; null where a score bin holds both");
  public static final Field SCORE_LOW =
      optional("score_low", DoubleType, "lower edge of the score bin");
  public static final Field SCORE_HIGH =
      optional("score_high", DoubleType, "upper edge of the score bin");
  public static final Field N = required("n", LongType, "rows");
  public static final Field WEIGHT = required("weight", DoubleType, "sum of weights");
  public static final Field VALUE_IF_SELECTED =
      optional(
          "value_if_selected",
          DoubleType,
          "what one such decision is worth if it is selected; of score bins, by the pipeline file");
  public static final Field VALUE_IF_NOT =
      optional("value_if_not", DoubleType, "the same if it is not selected");
  public static final Field CURRENCY =
      optional("currency", StringType, "ISO 4217 code of the two values");
  public static final Field MIN_N =
      optional("min_n", LongType, "rows that a group's score bin has at least, labels together");
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
              WEIGHT,
              VALUE_IF_SELECTED,
              VALUE_IF_NOT,
              CURRENCY,
              MIN_N)
          .inVersion(2);
}
