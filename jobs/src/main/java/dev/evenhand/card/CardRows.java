package dev.evenhand.card;

import dev.evenhand.config.Pipeline;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.table.ModelCards;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Writes the cards of a run's models to {@code govern.model_cards}, and their files. */
record CardRows(Pipeline pipeline, Evidence evidence, CardFiles files) {

  void write(JobContext context, ModelCard card) {
    List<Row> rows = new ArrayList<>();
    String page = files.path(card.identity().model(), CardFiles.HTML);
    for (TrainedModel model : evidence.models()) {
      String json;
      if (model.name().equals(card.identity().model())) {
        json = CardDocument.of(card);
        files.write(card, json);
      } else {
        json = CardDocument.of(shortCard(model, card, page));
        files.write(model.name(), CardFiles.JSON, json);
      }
      rows.add(new CardRow(model, card, evidence, json, files).toRow());
    }
    context
        .lake()
        .replaceRun(
            ModelCards.CONTRACT,
            context.spark().createDataFrame(rows, ModelCards.CONTRACT.columns()),
            context.scope());
  }

  private ShortCard shortCard(TrainedModel model, ModelCard card, String page) {
    Comparison.Line line = card.models().line(model.name());
    return new ShortCard(
        card.schema(),
        Identity.of(pipeline, model, evidence),
        card.purpose(),
        card.ground(),
        line.role(),
        line.threshold(),
        line.figures(),
        page);
  }
}
