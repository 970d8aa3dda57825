package dev.evenhand.card;

import dev.evenhand.config.GateMetric;
import dev.evenhand.lake.table.Measures;
import java.sql.Timestamp;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The row of a model in {@code govern.model_cards}.
 *
 * @param card of the candidate, which the row's model may be or stand beside
 */
record CardRow(
    TrainedModel model, ModelCard card, Evidence evidence, String json, CardFiles files) {

  /** In the order of {@code ModelCards.CONTRACT}, without pipeline and run. */
  Row toRow() {
    Comparison.Line line = card.models().line(model.name());
    boolean isCandidate = model.name().equals(card.identity().model());
    Energy energy = card.energy();
    return RowFactory.create(
        model.name(),
        card.purpose().owner(),
        card.purpose().contact(),
        card.purpose().intendedUse(),
        card.purpose().outOfScope(),
        card.ground().text(),
        card.ground().reason(),
        model.status(),
        value(line.figure(GateMetric.ROC_AUC.word())),
        value(line.figure(GateMetric.SELECTION_RATE.word())),
        card.gap().metric() + " by " + card.gap().attribute(),
        value(gap()),
        value(card.gap().without()),
        model.trainingRows(),
        json,
        files.path(card.identity().model(), CardFiles.HTML),
        files.path(card.identity().model(), CardFiles.MARKDOWN),
        Timestamp.from(card.identity().asOf()),
        model.estimator(),
        model.threshold(),
        value(line.figure(GateMetric.VALUE.word())),
        card.policy().currency(),
        isCandidate ? card.gatesPassed() : null,
        isCandidate ? card.gates().size() - card.gatesPassed() : null,
        unique(),
        energy.kwh(),
        energy.gramsCo2e(),
        energy.cost(),
        energy.currency(),
        isCandidate ? card.change().version() : null,
        isCandidate ? card.standing().decision() : null,
        isCandidate ? card.standing().decidedBy() : null,
        isCandidate ? card.standing().subjectsForgotten() : null,
        isCandidate ? card.standing().needsRetraining() : null);
  }

  private Figure gap() {
    return evidence
        .measured()
        .model(model.name())
        .gap(card.gap().metric(), card.gap().attribute())
        .orElse(null);
  }

  private Double unique() {
    return card.residual().figures().stream()
        .filter(figure -> figure.metric().equals(Measures.UNIQUE_FEATURES))
        .map(Figure::value)
        .findFirst()
        .orElse(null);
  }

  private static Double value(Figure figure) {
    return figure == null ? null : figure.value();
  }
}
