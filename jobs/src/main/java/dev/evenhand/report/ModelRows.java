package dev.evenhand.report;

import dev.evenhand.lake.table.ModelCards;
import dev.evenhand.lake.table.Models;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** A run's models with what their cards' typed columns say. */
final class ModelRows {
  private ModelRows() {}

  /** The model that gates judged first. */
  static List<ModelView> of(List<Row> models, List<Row> cards) {
    Map<String, Row> byModel =
        cards.stream()
            .collect(
                Collectors.toMap(
                    card -> card.<String>getAs(ModelCards.MODEL.name()), Function.identity()));
    return models.stream()
        .map(model -> of(model, byModel.get(model.<String>getAs(Models.MODEL.name()))))
        .sorted(Comparator.comparing(model -> model.status().equals(Models.REFERENCE) ? 1 : 0))
        .toList();
  }

  private static ModelView of(Row model, Row card) {
    return new ModelView(
        model.getAs(Models.MODEL.name()),
        model.getAs(Models.ESTIMATOR.name()),
        model.getAs(Models.STATUS.name()),
        model.<Double>getAs(Models.THRESHOLD.name()),
        model.<Long>getAs(Models.TRAINING_ROWS.name()),
        of(card, ModelCards.INTENDED_USE.name()),
        of(card, ModelCards.ROC_AUC.name()),
        of(card, ModelCards.SELECTION_RATE.name()),
        of(card, ModelCards.GAP_METRIC.name()),
        of(card, ModelCards.GAP.name()),
        of(card, ModelCards.UNCONSTRAINED_GAP.name()),
        of(card, ModelCards.HTML_PATH.name()));
  }

  private static <T> T of(Row card, String column) {
    return card == null ? null : card.getAs(column);
  }
}
