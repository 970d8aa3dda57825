package dev.evenhand.learn;

import static org.apache.spark.sql.functions.asinh;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.nanvl;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.ClassificationModel;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The score by which a fitted predictor ranks rows: its probability of label 1, else its margin,
 * else its prediction.
 */
final class Scores {
  private static final double LEAST = 1e-9;
  private static final double FARTHEST = 21;

  /** What a predictor gives. */
  enum Kind {
    PROBABILITY("probabilityCol"),
    MARGIN("rawPredictionCol"),
    PREDICTION("predictionCol");

    private final String param;

    Kind(String param) {
      this.param = param;
    }
  }

  private Scores() {}

  static Kind kind(Transformer model) {
    if (model instanceof ProbabilisticClassificationModel) {
      return Kind.PROBABILITY;
    }
    return model instanceof ClassificationModel ? Kind.MARGIN : Kind.PREDICTION;
  }

  /** Adds the score of a kind as a column of doubles, and none of the model's other columns. */
  static Dataset<Row> with(Dataset<Row> rows, Transformer model, Kind kind, String name) {
    Transformer copy = model.copy(ParamMap.empty());
    for (Kind each : Kind.values()) {
      if (copy.hasParam(each.param)) {
        set(copy, each.param, each == kind ? name : "");
      }
    }
    if (kind == Kind.PREDICTION) {
      return copy.transform(rows);
    }
    Column second = functions.vector_to_array(col(name), "float64").getItem(1);
    return copy.transform(rows).withColumn(name, second);
  }

  @SuppressWarnings("unchecked")
  private static void set(Transformer stage, String name, String value) {
    stage.set((Param<String>) (Param<?>) stage.getParam(name), value);
  }

  /**
   * The score on a scale where 0 is the model's own cut: the logit of a probability, the inverse
   * hyperbolic sine of a margin.
   */
  static Column scaled(Kind kind, Column score) {
    return switch (kind) {
      case PROBABILITY ->
          when(score.leq(LEAST), lit(-FARTHEST))
              .when(score.geq(1 - LEAST), lit(FARTHEST))
              .otherwise(nanvl(log(score.divide(lit(1).minus(score))), lit(-FARTHEST)));
      case MARGIN -> nanvl(asinh(score), lit(-FARTHEST));
      case PREDICTION -> score.minus(0.5);
    };
  }

  /** The score itself at a place of the scale. */
  static double unscaled(Kind kind, double place) {
    return switch (kind) {
      case PROBABILITY -> 1 / (1 + Math.exp(-place));
      case MARGIN -> Math.sinh(place);
      case PREDICTION -> place + 0.5;
    };
  }
}
