package dev.evenhand.train;

import static org.apache.spark.sql.functions.col;

import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Model;
import dev.evenhand.config.Pipeline;
import dev.evenhand.fairness.Audit;
import dev.evenhand.fairness.AuditOptions;
import dev.evenhand.fairness.AuditRequest;
import dev.evenhand.fairness.Columns;
import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Grouping;
import dev.evenhand.fairness.Undefined;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.learn.Calibrator;
import dev.evenhand.learn.Decider;
import dev.evenhand.learn.DecisionPolicy;
import dev.evenhand.learn.FairLogisticRegressionModel;
import dev.evenhand.learn.PositiveScore;
import dev.evenhand.vector.FeatureStages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.VectorSlicer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Fits the models of a pipeline file, and the two baselines that any model must beat. */
record Fitting(Pipeline pipeline, TrainingData data) {
  static final String MAJORITY = "majority";
  static final String RECENCY = "recency";

  private static final String RAW_SCORE = "raw_score";

  /** Each fit keeps a copy of its rows in memory or on disk. */
  private static final int FITS_AT_ONCE = 2;

  private static final double[] TIGHTER = {1, 0.9, 0.8, 0.65, 0.5, 0.35, 0.2};

  List<Candidate> all() {
    List<Callable<Optional<Candidate>>> fits = new ArrayList<>();
    fits.add(() -> Optional.of(majority()));
    fits.add(this::recency);
    pipeline.models().forEach(model -> fits.add(() -> Optional.of(fit(model))));
    return SideBySide.of(FITS_AT_ONCE, fits).stream().flatMap(Optional::stream).toList();
  }

  private Candidate majority() {
    return plain(MAJORITY, "base-rate", List.of(Learners.majority().fit(data.training())), false);
  }

  private Candidate fit(Model model) {
    String estimator = model.estimator().word();
    return switch (model.estimator()) {
      case LOGISTIC_REGRESSION ->
          plain(
              model.name(),
              estimator,
              List.of(Learners.logisticRegression(model, data.training())),
              true);
      case GRADIENT_BOOSTED_TREES ->
          plain(
              model.name(),
              estimator,
              List.of(Learners.boostedTrees(model, pipeline.seed()).fit(data.training())),
              true);
      case FAIR_LOGISTIC_REGRESSION -> fair(model);
    };
  }

  /** A logistic regression of the days since the last purchase alone. */
  private Optional<Candidate> recency() {
    int[] slots =
        IntStream.range(0, data.slots().size())
            .filter(slot -> data.slots().get(slot).startsWith("recency"))
            .toArray();
    if (slots.length == 0) {
      return Optional.empty();
    }
    VectorSlicer slicer =
        new VectorSlicer()
            .setInputCol(FeatureStages.FEATURES)
            .setOutputCol("recency_features")
            .setIndices(slots);
    List<Transformer> stages =
        List.of(
            slicer,
            Learners.logisticRegression(slicer.getOutputCol(), slicer.transform(data.training())));
    return Optional.of(plain(RECENCY, "logistic-regression", stages, true));
  }

  private Candidate plain(
      String name, String estimator, List<Transformer> stages, boolean isCalibrated) {
    Decided decided = decided(stages, isCalibrated);
    return new Candidate(
        name, estimator, decided.stages(), decided.threshold(), parameters(), null, null);
  }

  /**
   * The threshold is chosen on validation, so decisions on train can violate a little more than
   * training itself saw; then the bound that training holds is tightened until they do not.
   */
  private Candidate fair(Model model) {
    double bound = model.atMost().orElseThrow();
    Candidate best = null;
    for (double share : TIGHTER) {
      FairLogisticRegressionModel fitted =
          Learners.fair(pipeline, model, bound * share).fit(data.rows());
      Decided decided = decided(List.of(fitted), true);
      Double violation = violation(model, decided);
      Candidate next =
          new Candidate(
              model.name(),
              model.estimator().word(),
              decided.stages(),
              decided.threshold(),
              parameters(),
              new Candidate.Constrained(model.constraint().orElseThrow().word(), bound, violation),
              fitted.summary().map(Json::of).orElse(null));
      best = best == null || isLess(violation, best) ? next : best;
      if (violation != null && violation <= bound) {
        return next;
      }
    }
    return best;
  }

  private static boolean isLess(Double violation, Candidate other) {
    Double before = other.constrained().violation();
    return violation != null && (before == null || violation < before);
  }

  private record Decided(List<Transformer> stages, double threshold) {
    Dataset<Row> transform(Dataset<Row> rows) {
      Dataset<Row> result = rows;
      for (Transformer stage : stages) {
        result = stage.transform(result);
      }
      return result;
    }
  }

  private Decided decided(List<Transformer> learner, boolean isCalibrated) {
    DecisionPolicy policy = Learners.policy(pipeline);
    String score = Predictions.SCORE.name();
    List<Transformer> stages = new ArrayList<>(learner);
    stages.add(
        new PositiveScore()
            .setProbabilityCol(Learners.PROBABILITY)
            .setOutputCol(isCalibrated ? RAW_SCORE : score));
    Dataset<Row> validation = new Decided(stages, 0).transform(data.validation());
    if (isCalibrated) {
      Transformer calibrator =
          new Calibrator()
              .setScoreCol(RAW_SCORE)
              .setLabelCol(TrainingData.LABEL)
              .setOutputCol(score)
              .fit(validation);
      stages.add(calibrator);
      validation = calibrator.transform(validation);
    }
    double threshold = policy.choose(validation, score, TrainingData.LABEL);
    stages.add(
        new Decider()
            .setScoreCol(score)
            .setOutputCol(Predictions.DECISION.name())
            .setThreshold(threshold)
            .setPolicy(policy.toString()));
    return new Decided(List.copyOf(stages), threshold);
  }

  /** The largest difference between groups on the training rows, over the model's attributes. */
  private Double violation(Model model, Decided decided) {
    Grouping grouping = new Grouping(model.sensitive(), List.of(), 1, Map.of());
    Columns columns = Columns.of(TrainingData.LABEL, Predictions.DECISION.name());
    AuditOptions options =
        new AuditOptions(pipeline.evaluate().minGroup(), Undefined.NULL, 0, pipeline.seed());
    String metric = model.constraint().orElseThrow().word().replace('-', '_') + "_difference";
    Dataset<Row> rows =
        decided
            .transform(data.training())
            .select(
                java.util.stream.Stream.concat(
                        columnsOf(columns), model.sensitive().stream().map(a -> col("`" + a + "`")))
                    .toArray(org.apache.spark.sql.Column[]::new));
    return Audit.of(rows, new AuditRequest(columns, grouping, options)).figures().stream()
        .filter(figure -> figure.metric().equals(metric))
        .filter(figure -> figure.statistic().equals("between_groups"))
        .map(Figure::value)
        .filter(java.util.Objects::nonNull)
        .max(Double::compare)
        .orElse(null);
  }

  private static java.util.stream.Stream<org.apache.spark.sql.Column> columnsOf(Columns columns) {
    return java.util.stream.Stream.of(col(columns.label()), col(columns.prediction()));
  }

  private Map<String, String> parameters() {
    return Map.of("decide", Learners.policy(pipeline).toString(), "slots", Json.of(data.slots()));
  }
}
