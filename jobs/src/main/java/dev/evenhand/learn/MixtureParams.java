package dev.evenhand.learn;

import java.io.Serializable;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The Params of a mixture's predictions. */
final class MixtureParams implements Serializable {
  static final String MIXTURE = "mixture";
  static final String SINGLE = "single";
  private static final long serialVersionUID = 1L;

  final Param<String> outcome;
  final Param<String> keyCol;
  final LongParam seed;
  final Param<String> predictionCol;
  final Param<String> chanceCol;
  final Param<String> scoreCol;

  MixtureParams(Params owner) {
    String uid = owner.uid();
    outcome = new Param<>(uid, "outcome", "mixture, or the single best predictor");
    keyCol = new Param<>(uid, "keyCol", "a row's stable key, from which its chance is drawn");
    seed = new LongParam(owner, "seed", "of the draw");
    predictionCol = new Param<>(uid, "predictionCol", "the decision or forecast");
    chanceCol = new Param<>(uid, "chanceCol", "the probability of being selected");
    scoreCol = new Param<>(uid, "scoreCol", "the predictors' mean probability of label 1");
  }

  void setDefaults(Params owner) {
    owner.setDefault(outcome, MIXTURE);
    owner.setDefault(seed, 0L);
    owner.setDefault(predictionCol, "prediction");
    owner.setDefault(chanceCol, "chance");
    owner.setDefault(scoreCol, "score");
  }
}
