package dev.evenhand.train;

import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Model;
import dev.evenhand.config.Pipeline;
import dev.evenhand.vector.FeatureStages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.VectorSlicer;

/** Fits the models of a pipeline file, and the two baselines that any model must beat. */
record Fitting(Pipeline pipeline, TrainingData data) {
  static final String MAJORITY = "majority";
  static final String RECENCY = "recency";

  /** Each fit keeps a copy of its rows in memory or on disk. */
  private static final int FITS_AT_ONCE = 2;

  List<Candidate> all() {
    List<Callable<Optional<Candidate>>> fits = new ArrayList<>();
    fits.add(() -> Optional.of(majority()));
    fits.add(this::recency);
    pipeline.models().forEach(model -> fits.add(() -> Optional.of(fit(model))));
    return SideBySide.of(FITS_AT_ONCE, fits).stream().flatMap(Optional::stream).toList();
  }

  private Candidate majority() {
    List<Transformer> learner = List.of(Learners.majority().fit(data.training()));
    return candidate(MAJORITY, "base-rate", Decided.plain(pipeline, data, learner));
  }

  private Candidate fit(Model model) {
    String estimator = model.estimator().word();
    return switch (model.estimator()) {
      case LOGISTIC_REGRESSION ->
          calibrated(
              model.name(),
              estimator,
              List.of(Learners.logisticRegression(model, data.training())));
      case GRADIENT_BOOSTED_TREES ->
          calibrated(
              model.name(),
              estimator,
              List.of(Learners.boostedTrees(model, pipeline.seed()).fit(data.training())));
      case FAIR_LOGISTIC_REGRESSION -> new Holding(pipeline, data, model).linear();
      case FAIR_GRADIENT_BOOSTED_TREES -> new Holding(pipeline, data, model).trees();
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
    return Optional.of(calibrated(RECENCY, "logistic-regression", stages));
  }

  private Candidate calibrated(String name, String estimator, List<Transformer> learner) {
    return candidate(name, estimator, Decided.calibrated(pipeline, data, learner));
  }

  private Candidate candidate(String name, String estimator, Decided decided) {
    return new Candidate(
        name,
        estimator,
        decided.stages(),
        decided.threshold(),
        Learners.parameters(pipeline, data),
        null,
        null);
  }
}
