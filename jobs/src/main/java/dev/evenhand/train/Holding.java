package dev.evenhand.train;

import static org.apache.spark.sql.functions.col;

import dev.evenhand.base.Quoted;
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
import dev.evenhand.learn.FairGBTClassificationModel;
import dev.evenhand.learn.FairLogisticRegressionModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits a model whose decisions on the training rows keep the file's bound.
 *
 * <p>The threshold is chosen on validation, so decisions on train can violate a little more than
 * training itself saw; then the bound that training holds is tightened until they do not.
 */
record Holding(Pipeline pipeline, TrainingData data, Model model) {
  private static final double[] TIGHTER = {1, 0.9, 0.8, 0.65, 0.5, 0.35, 0.2};

  private record Fitted(Transformer stage, String summary) {}

  /**
   * A learner under a bound.
   *
   * <p>{@code last} is what was decided before; empty at the first fit.
   */
  private interface Learner {
    Fitted fit(double bound, Optional<Decided> last);
  }

  Candidate linear() {
    return held(
        (bound, last) -> {
          FairLogisticRegressionModel fitted =
              Learners.fair(pipeline, model, bound).fit(data.rows());
          return new Fitted(fitted, fitted.summary().map(Json::of).orElse(null));
        });
  }

  /** Trees hold their bound at a given threshold, so it is found first, without a bound. */
  Candidate trees() {
    return held(
        (bound, last) -> {
          double cut = last.orElseGet(this::freeTrees).rawCut(data.validation());
          FairGBTClassificationModel fitted =
              Learners.fairTrees(pipeline, model)
                  .setBound(bound)
                  .setThresholds(new double[] {1 - cut, cut})
                  .fit(data.training());
          return new Fitted(fitted, fitted.summary().map(Json::of).orElse(null));
        });
  }

  private Decided freeTrees() {
    Transformer free =
        Learners.fairTrees(pipeline, model).setConstraint("none").fit(data.training());
    return Decided.calibrated(pipeline, data, List.of(free));
  }

  private Candidate held(Learner learner) {
    double bound = model.atMost().orElseThrow();
    Optional<Decided> last = Optional.empty();
    Candidate best = null;
    for (double share : TIGHTER) {
      Fitted fitted = learner.fit(bound * share, last);
      Decided decided = Decided.calibrated(pipeline, data, List.of(fitted.stage()));
      Double violation = violation(decided);
      Candidate next = candidate(fitted, decided, violation);
      best = best == null || isLess(violation, best) ? next : best;
      if (violation != null && violation <= bound) {
        return next;
      }
      last = Optional.of(decided);
    }
    return best;
  }

  private Candidate candidate(Fitted fitted, Decided decided, Double violation) {
    return new Candidate(
        model.name(),
        model.estimator().word(),
        decided.stages(),
        decided.threshold(),
        Learners.parameters(pipeline, data),
        new Candidate.Constrained(
            model.constraint().orElseThrow().word(), model.atMost().orElseThrow(), violation),
        fitted.summary());
  }

  private static boolean isLess(Double violation, Candidate other) {
    Double before = other.constrained().violation();
    return violation != null && (before == null || violation < before);
  }

  /** The largest difference between groups on the training rows, over the model's attributes. */
  private Double violation(Decided decided) {
    String metric = model.constraint().orElseThrow().difference().word();
    List<Column> columns = new ArrayList<>();
    columns.add(col(TrainingData.LABEL));
    columns.add(Predictions.DECISION.column());
    model.sensitive().forEach(attribute -> columns.add(col(Quoted.name(attribute))));
    Dataset<Row> rows = decided.transform(data.training()).select(columns.toArray(Column[]::new));
    AuditRequest request =
        new AuditRequest(
            Columns.of(TrainingData.LABEL, Predictions.DECISION.name()),
            new Grouping(model.sensitive(), List.of(), 1, Map.of()),
            new AuditOptions(pipeline.evaluate().minGroup(), Undefined.NULL, 0, pipeline.seed()));
    return Audit.of(rows, request).figures().stream()
        .filter(figure -> figure.metric().equals(metric))
        .filter(figure -> figure.statistic().equals("between_groups"))
        .map(Figure::value)
        .filter(Objects::nonNull)
        .max(Double::compare)
        .orElse(null);
  }
}
