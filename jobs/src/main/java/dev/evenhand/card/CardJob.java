package dev.evenhand.card;

import dev.evenhand.config.Energy;
import dev.evenhand.config.Pipeline;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.ModelCards;
import dev.evenhand.lake.table.Runs;
import java.util.List;

/**
 * Writes the candidate's card as a row, as JSON, Markdown and a page, and a short card of every
 * other model; and what the run's steps took. A card that lacks a required field is not written.
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
    return List.of(ModelCards.CONTRACT, Figures.ENERGY);
  }

  @Override
  public RowCounts run(JobContext context) {
    Evidence evidence = new EvidenceReader(context, pipeline.evaluate().sensitive()).read();
    ModelCard card = ModelCard.of(pipeline, evidence);
    Completeness.require(card, pipeline);
    ModelCard compared = new EarlierCards(context.lake(), context.scope()).compared(card);
    CardFiles files = new CardFiles(context.lake().files(), context.scope());
    new CardRows(pipeline, evidence, files).write(context, compared);
    energy(context, evidence);
    return new RowCounts(
        evidence.models().size(),
        evidence.models().size(),
        card.identity().status() + ": " + files.path(card.identity().model(), CardFiles.HTML));
  }

  private void energy(JobContext context, Evidence evidence) {
    List<FigureRow> rows =
        new EnergyRows(pipeline.energy().orElseGet(Energy::usual)).of(evidence.steps());
    context
        .lake()
        .replaceRun(
            Figures.ENERGY, FigureRow.rows(context.spark(), rows, context.asOf()), context.scope());
  }
}
