package dev.evenhand.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.Binarizer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;

/**
 * An estimator in a pipeline that ends with decisions on {@link People}.
 *
 * @param decision the column that holds them
 * @param grid one setting, or a strict one that must cost accuracy and a loose one
 */
record EstimatorCase(
    Estimator<?> estimator, List<PipelineStage> stages, String decision, List<ParamMap> grid) {
  private static final String[] GROUPS = {"customer.group"};
  private static final String[] NUMBERS = {"x", "n"};

  Pipeline pipeline() {
    return new Pipeline().setStages(stages.toArray(PipelineStage[]::new));
  }

  static Map<String, EstimatorCase> all() {
    Map<String, EstimatorCase> cases = new LinkedHashMap<>();
    learners(cases);
    scores(cases);
    repairs(cases);
    return cases;
  }

  private static List<ParamMap> strictAndLoose(DoubleParam bound) {
    return List.of(new ParamMap().put(bound, 0.0), new ParamMap().put(bound, 0.5));
  }

  private static <T> List<ParamMap> one(Param<T> param, T value) {
    return List.of(new ParamMap().put(param, value));
  }

  private static void learners(Map<String, EstimatorCase> cases) {
    FairLogisticRegression logistic =
        FairLogisticRegressionTest.fair("demographic-parity", 0.05)
            .setSensitiveCols(GROUPS)
            .setControlCols(new String[] {"region"})
            .setWeightCol("w");
    cases.put("fair-logistic", ends(logistic, strictAndLoose(logistic.bound())));
    FairGBTClassifier trees =
        FairGBTClassifierTest.fair("demographic-parity", 0.05)
            .setSensitiveCols(GROUPS)
            .setMaxIter(4);
    cases.put("fair-trees", ends(trees, strictAndLoose(trees.bound())));
    ExponentiatedGradient mixture =
        ReductionsTest.mixture(ReductionsTest.logistic(), "demographic-parity", 0.05)
            .setSensitiveCols(GROUPS)
            .setKeyCol("id")
            .setSeed(5)
            .setMaxIter(4);
    cases.put("mixture", ends(mixture, strictAndLoose(mixture.bound())));
    GridSearch search =
        new GridSearch()
            .setEstimator(new DecisionTreeClassifier().setMaxDepth(2))
            .setSensitiveCols(GROUPS)
            .setGridSize(2);
    cases.put("grid-search", ends(search, one(search.gridSize(), 3)));
    DifferentiallyPrivateLogisticRegression noisy =
        new DifferentiallyPrivateLogisticRegression()
            .setEpsilon(1000)
            .setDelta(1e-5)
            .setMaxNorm(20);
    noisy.setFeaturesCol("numbers");
    cases.put(
        "private",
        new EstimatorCase(
            noisy, List.of(vector(), noisy), "prediction", one(noisy.epsilon(), 500.0)));
    FairLinearRegression forecast =
        Forecasts.fair("mean-prediction-parity", 0.05)
            .setSensitiveCols(GROUPS)
            .setPredictionCol("forecast");
    Binarizer half =
        new Binarizer().setInputCol("forecast").setOutputCol("decision").setThreshold(0.5);
    cases.put(
        "forecast",
        new EstimatorCase(
            forecast, List.of(forecast, half), "decision", strictAndLoose(forecast.bound())));
  }

  private static EstimatorCase ends(Estimator<?> estimator, List<ParamMap> grid) {
    return new EstimatorCase(estimator, List.of(estimator), "prediction", grid);
  }

  private static void scores(Map<String, EstimatorCase> cases) {
    GroupThresholds thresholds =
        new GroupThresholds()
            .setSensitiveCols(GROUPS)
            .setConstraint("demographic-parity")
            .setBound(0.01)
            .setRandomized(true)
            .setKeyCol("id")
            .setOutputCol("decision");
    cases.put("group-thresholds", after(thresholds, one(thresholds.bound(), 0.3)));
    RejectOption band = new RejectOption().setSensitiveCols(GROUPS).setOutputCol("decision");
    cases.put("reject-option", after(band, one(band.bound(), 0.3)));
    GroupCalibrator calibrator =
        new GroupCalibrator().setSensitiveCols(GROUPS).setOutputCol("calibrated");
    cases.put(
        "group-calibrator", cut(calibrator, "calibrated", one(calibrator.method(), "isotonic")));
    QuantileMap map = new QuantileMap().setSensitiveCols(GROUPS).setOutputCol("mapped");
    cases.put("quantile-map", cut(map, "mapped", one(map.among(), "all")));
    Calibrator steps = new Calibrator().setScoreCol("score").setOutputCol("calibrated");
    cases.put("calibrator", cut(steps, "calibrated", one(steps.method(), "isotonic")));
  }

  private static EstimatorCase after(Estimator<?> estimator, List<ParamMap> grid) {
    return new EstimatorCase(
        estimator,
        List.of(new FairLogisticRegression(), new PositiveScore(), estimator),
        "decision",
        grid);
  }

  private static EstimatorCase cut(Estimator<?> estimator, String score, List<ParamMap> grid) {
    Binarizer half = new Binarizer().setInputCol(score).setOutputCol("decision").setThreshold(0.5);
    return new EstimatorCase(
        estimator,
        List.of(new FairLogisticRegression(), new PositiveScore(), estimator, half),
        "decision",
        grid);
  }

  private static void repairs(Map<String, EstimatorCase> cases) {
    StratifiedSampler sampler = sampler();
    cases.put("sampler", before(sampler, one(sampler.method(), "under")));
    Smote smote =
        new Smote()
            .setSensitiveCols(GROUPS)
            .setKeyCol("id")
            .setNumberCols(NUMBERS)
            .setCategoryCols(new String[] {"region"})
            .setBlockRows(50);
    cases.put("smote", before(smote, one(smote.k(), 3)));
    CorrelationRemover correlation =
        new CorrelationRemover()
            .setSensitiveCols(new String[] {"group", "region"})
            .setInputCols(NUMBERS)
            .setAlpha(0.9);
    cases.put("correlation", before(correlation, one(correlation.alpha(), 0.5)));
    DisparateImpactRemover impact =
        new DisparateImpactRemover()
            .setSensitiveCols(GROUPS)
            .setInputCols(NUMBERS)
            .setRepairLevel(0.8);
    cases.put("impact", before(impact, one(impact.repairLevel(), 0.5)));
    Reweighing reweighing = new Reweighing().setSensitiveCols(GROUPS).setOutputCol("weight");
    cases.put(
        "reweighing",
        new EstimatorCase(
            reweighing,
            List.of(reweighing, new LogisticRegression().setWeightCol("weight")),
            "prediction",
            one(reweighing.weightCol(), "w")));
    LogisticRegression learner = new LogisticRegression().setFeaturesCol("numbers");
    Resampled resampled = new Resampled(sampler(), vector(), learner);
    cases.put("resampled", ends(resampled, one(learner.regParam(), 0.1)));
  }

  private static StratifiedSampler sampler() {
    return new StratifiedSampler().setSensitiveCols(GROUPS).setKeyCol("id").setMethod("both");
  }

  private static VectorAssembler vector() {
    return new VectorAssembler().setInputCols(NUMBERS).setOutputCol("numbers");
  }

  private static EstimatorCase before(Estimator<?> estimator, List<ParamMap> grid) {
    return new EstimatorCase(
        estimator,
        List.of(estimator, vector(), new LogisticRegression().setFeaturesCol("numbers")),
        "prediction",
        grid);
  }
}
