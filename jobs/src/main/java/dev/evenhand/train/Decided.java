package dev.evenhand.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.config.Pipeline;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.learn.Calibrator;
import dev.evenhand.learn.Decider;
import dev.evenhand.learn.DecisionPolicy;
import dev.evenhand.learn.PositiveScore;
import dev.evenhand.vector.SavedModels;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A learner's stages up to a decision: its score, calibrated and cut on the validation rows as the
 * file's {@code decide} says.
 */
record Decided(List<Transformer> stages, double threshold) {
  private static final String RAW_SCORE = "raw_score";
  private static final double LEAST_CUT = 1e-6;

  /** The learner's own score, uncalibrated. */
  static Decided plain(Pipeline pipeline, TrainingData data, List<Transformer> learner) {
    List<Transformer> stages = scored(learner, Predictions.SCORE.name());
    return cut(pipeline, stages, SavedModels.through(stages, data.validation()));
  }

  static Decided calibrated(Pipeline pipeline, TrainingData data, List<Transformer> learner) {
    List<Transformer> stages = scored(learner, RAW_SCORE);
    Dataset<Row> validation = SavedModels.through(stages, data.validation());
    Transformer calibrator =
        new Calibrator()
            .setScoreCol(RAW_SCORE)
            .setLabelCol(TrainingData.LABEL)
            .setOutputCol(Predictions.SCORE.name())
            .fit(validation);
    stages.add(calibrator);
    return cut(pipeline, stages, calibrator.transform(validation));
  }

  private static List<Transformer> scored(List<Transformer> learner, String score) {
    List<Transformer> stages = new ArrayList<>(learner);
    stages.add(new PositiveScore().setProbabilityCol(Learners.PROBABILITY).setOutputCol(score));
    return stages;
  }

  private static Decided cut(Pipeline pipeline, List<Transformer> stages, Dataset<Row> validation) {
    DecisionPolicy policy = Learners.policy(pipeline);
    String score = Predictions.SCORE.name();
    double threshold = policy.choose(validation, score, TrainingData.LABEL);
    stages.add(
        new Decider()
            .setScoreCol(score)
            .setOutputCol(Predictions.DECISION.name())
            .setThreshold(threshold)
            .setPolicy(policy.toString()));
    return new Decided(List.copyOf(stages), threshold);
  }

  Dataset<Row> transform(Dataset<Row> rows) {
    return SavedModels.through(stages, rows);
  }

  /**
   * The learner's own score above which rows are selected: midway between the last that is and the
   * first that is not. Calibration keeps the order, so there is one.
   */
  double rawCut(Dataset<Row> validation) {
    Column isSelected = Predictions.DECISION.column().equalTo(1);
    Row found =
        transform(validation)
            .agg(
                max(when(isSelected, null).otherwise(col(RAW_SCORE))),
                min(when(isSelected, col(RAW_SCORE))))
            .head();
    double below = found.isNullAt(0) ? 0 : found.getDouble(0);
    double above = found.isNullAt(1) ? 1 : found.getDouble(1);
    return Math.min(1 - LEAST_CUT, Math.max(LEAST_CUT, (below + above) / 2));
  }
}
