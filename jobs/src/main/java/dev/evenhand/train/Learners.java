package dev.evenhand.train;

import dev.evenhand.config.Decide;
import dev.evenhand.config.Maximize;
import dev.evenhand.config.Model;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Value;
import dev.evenhand.learn.DecisionPolicy;
import dev.evenhand.learn.FairGBTClassifier;
import dev.evenhand.learn.FairLogisticRegression;
import dev.evenhand.vector.FeatureStages;
import java.util.Map;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The estimators that the pipeline file names, set up as it says. */
final class Learners {
  static final String PROBABILITY = "probability";

  private Learners() {}

  static DecisionPolicy policy(Pipeline pipeline) {
    Decide decide = pipeline.decide();
    if (decide.top().isPresent()) {
      return DecisionPolicy.top(decide.top().get().fraction());
    }
    if (decide.threshold().isPresent()) {
      return DecisionPolicy.threshold(decide.threshold().get());
    }
    if (decide.maximize().orElseThrow() == Maximize.F1) {
      return DecisionPolicy.maximizeF1();
    }
    Value value = pipeline.value().orElseThrow();
    return DecisionPolicy.maximizeValue(
        Map.of(
            "true_positive", value.truePositive().doubleValue(),
            "false_positive", value.falsePositive().doubleValue(),
            "true_negative", value.trueNegative().doubleValue(),
            "false_negative", value.falseNegative().doubleValue()));
  }

  /** MLlib's logistic regression, fitted with exact sums: equal on any machine and cluster. */
  static LogisticRegressionModel logisticRegression(Model model, Dataset<Row> rows) {
    return common(new FairLogisticRegression(), FairLogisticRegression::setWeightCol)
        .setRegParam(model.regularization())
        .setElasticNetParam(model.elasticNet())
        .setMaxIter(model.maxIterations())
        .fit(rows)
        .toLogisticRegressionModel();
  }

  /** The same of one column of features, without weights or penalty. */
  static LogisticRegressionModel logisticRegression(String features, Dataset<Row> rows) {
    return common(new FairLogisticRegression(), FairLogisticRegression::setWeightCol)
        .setFeaturesCol(features)
        .setWeightCol(TrainingData.ONE)
        .fit(rows)
        .toLogisticRegressionModel();
  }

  static GBTClassifier boostedTrees(Model model, long seed) {
    return common(new GBTClassifier(), GBTClassifier::setWeightCol)
        .setMaxIter(model.trees())
        .setMaxDepth(model.depth())
        .setStepSize(model.stepSize())
        .setSeed(seed);
  }

  /** Everybody gets the base rate of the training rows: a tree of one leaf. */
  static DecisionTreeClassifier majority() {
    return common(new DecisionTreeClassifier(), DecisionTreeClassifier::setWeightCol)
        .setMaxDepth(0);
  }

  static FairLogisticRegression fair(Pipeline pipeline, Model model, double bound) {
    return common(new FairLogisticRegression(), FairLogisticRegression::setWeightCol)
        .setRegParam(model.regularization())
        .setElasticNetParam(model.elasticNet())
        .setMaxIter(model.maxIterations())
        .setRateWeightCol(TrainingData.ONE)
        .setValidationIndicatorCol(TrainingData.IS_VALIDATION)
        .setSensitiveCols(model.sensitive().toArray(String[]::new))
        .setConstraint(model.constraint().orElseThrow().word())
        .setBound(bound)
        .setMinGroupWeight(pipeline.evaluate().minGroup())
        .setDecide(policy(pipeline));
  }

  /** Trees that hold a bound at the threshold that they are given. */
  static FairGBTClassifier fairTrees(Pipeline pipeline, Model model) {
    return common(new FairGBTClassifier(), FairGBTClassifier::setWeightCol)
        .setMaxIter(model.trees())
        .setMaxDepth(model.depth())
        .setStepSize(model.stepSize())
        .setSeed(pipeline.seed())
        .setSensitiveCols(model.sensitive().toArray(String[]::new))
        .setConstraint(model.constraint().orElseThrow().word())
        .setMinGroupWeight(pipeline.evaluate().minGroup());
  }

  /** What the register keeps of how a model was made. */
  static Map<String, String> parameters(Pipeline pipeline, TrainingData data) {
    return Map.of("decide", policy(pipeline).toString(), "slots", Json.of(data.slots()));
  }

  private static <
          E extends ProbabilisticClassifier<Vector, E, M>,
          M extends ProbabilisticClassificationModel<Vector, M>>
      E common(E estimator, Weighting<E> weighting) {
    estimator.setFeaturesCol(FeatureStages.FEATURES);
    estimator.setLabelCol(TrainingData.LABEL);
    estimator.setPredictionCol("raw_prediction");
    estimator.setRawPredictionCol("margin");
    estimator.setProbabilityCol(PROBABILITY);
    weighting.set(estimator, TrainingData.WEIGHT);
    return estimator;
  }

  private interface Weighting<E> {
    Object set(E estimator, String column);
  }
}
