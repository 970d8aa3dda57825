package dev.evenhand.card;

import dev.evenhand.config.GateMetric;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The row of a model in {@code govern.model_cards}.
 *
 * @param card of the candidate, which the row's model may be or stand beside
 */
record CardRow(TrainedModel model, ModelCard card, Evidence evidence, String json, String page) {

  /** In the order of {@code ModelCards.CONTRACT}, without pipeline and run. */
  Row toRow() {
    Comparison.Line line = card.models().line(model.name());
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
        page);
  }

  private Figure gap() {
    return evidence
        .measured()
        .model(model.name())
        .gap(card.gap().metric(), card.gap().attribute())
        .orElse(null);
  }

  private static Double value(Figure figure) {
    return figure == null ? null : figure.value();
  }
}
