package dev.evenhand.card;

import dev.evenhand.config.Pipeline;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.LakeFiles;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.ModelCards;
import dev.evenhand.lake.table.Runs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Writes the candidate's card as a row, as JSON and as a page, and a short card of every other
 * model. A card that lacks a required field is not written.
 */
public record CardJob(Pipeline pipeline) implements Job {
  @Override
  public String name() {
    return "card";
  }

  /** Without {@code govern.runs}, which no job writes but the runner. */
  @Override
  public List<TableContract> reads() {
    return EvidenceReader.TABLES.stream()
        .filter(table -> !table.name().equals(Runs.CONTRACT.name()))
        .toList();
  }

  @Override
  public List<TableContract> writes() {
    return List.of(ModelCards.CONTRACT);
  }

  @Override
  public RowCounts run(JobContext context) {
    Evidence evidence = new EvidenceReader(context).read();
    ModelCard card = ModelCard.of(pipeline, evidence);
    Completeness.require(card, pipeline);
    String page = path(context.scope(), card.identity().model(), "html");
    LakeFiles files = context.lake().files();
    files.writeText(files.place(page), CardPage.of(card));
    List<Row> rows = new ArrayList<>();
    for (TrainedModel model : evidence.models()) {
      boolean isCandidate = model.name().equals(card.identity().model());
      Object shown = isCandidate ? card : shortCard(model, card, evidence, page);
      String json = CardJson.of(shown);
      files.writeText(files.place(path(context.scope(), model.name(), "json")), json);
      rows.add(new CardRow(model, card, evidence, json, page).toRow());
    }
    context
        .lake()
        .replaceRun(
            ModelCards.CONTRACT,
            context.spark().createDataFrame(rows, ModelCards.CONTRACT.columns()),
            context.scope());
    return new RowCounts(
        evidence.models().size(), rows.size(), card.identity().status() + ": " + page);
  }

  /** Where a card lies, relative to the lake. */
  static String path(RunScope scope, String model, String kind) {
    return "cards/" + scope.pipeline() + "/" + scope.runId() + "/" + model + "." + kind;
  }

  private ShortCard shortCard(TrainedModel model, ModelCard card, Evidence evidence, String page) {
    Comparison.Line line = card.models().line(model.name());
    return new ShortCard(
        card.schema(),
        Identity.of(pipeline, model, evidence),
        card.purpose(),
        card.ground(),
        line.role(),
        line.figures(),
        page);
  }

}
