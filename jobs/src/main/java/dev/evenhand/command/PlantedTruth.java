package dev.evenhand.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.base.DataProblem;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.OwnedPart;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the sample warehouse was made to hold, into metrics.quality, so that the card can compare.
 */
record PlantedTruth(Path truthJson) implements Job {
  @Override
  public String name() {
    return "truth";
  }

  @Override
  public List<TableContract> reads() {
    return List.of();
  }

  @Override
  public List<TableContract> writes() {
    return List.of(Figures.QUALITY);
  }

  @Override
  public RowCounts run(JobContext context) {
    List<FigureRow> figures = figures(read());
    context
        .lake()
        .replacePart(
            Figures.QUALITY,
            FigureRow.rows(context.spark(), figures, context.asOf()),
            context.scope(),
            new OwnedPart(Figures.DATASET, List.of(Measures.TRUTH)));
    return RowCounts.of(1, figures.size());
  }

  private JsonNode read() {
    try {
      return new ObjectMapper().readTree(truthJson.toFile());
    } catch (IOException e) {
      throw new DataProblem(
          truthJson + ": not readable as JSON. Run 'evenhand generate' again.", e);
    }
  }

  private static List<FigureRow> figures(JsonNode truth) {
    List<FigureRow> figures = new ArrayList<>();
    figures.add(planted(Measures.ROWS_QUARANTINED).value(number(truth, "/counts/bad_sales_lines")));
    figures.add(
        planted(Measures.ROWS_EXCLUDED_BY_CONSENT)
            .value(number(truth, "/consent/decisions_excluded")));
    String attribute = truth.at("/label_bias/attribute").asText();
    truth
        .at("/label_bias/by_group")
        .fields()
        .forEachRemaining(
            group ->
                figures.add(
                    planted(Measures.POSITIVE_RATE)
                        .group(attribute, group.getKey())
                        .value(group.getValue().path("true_rate").doubleValue())));
    figures.add(
        planted("label_gap").group(attribute, null).value(number(truth, "/label_bias/true_gap")));
    figures.add(
        planted("recorded_label_gap")
            .group(attribute, null)
            .value(number(truth, "/label_bias/recorded_gap")));
    figures.add(
        planted(Measures.PROXY_AUC)
            .group(truth.at("/proxy/attribute").asText(), truth.at("/proxy/feature").asText())
            .value(number(truth, "/proxy/auc")));
    figures.add(
        planted(Measures.SHARE)
            .group(
                truth.at("/under_representation/attribute").asText(),
                truth.at("/under_representation/group").asText())
            .value(number(truth, "/under_representation/share_of_decisions")));
    return figures;
  }

  private static FigureRow planted(String measure) {
    return FigureRow.of(Measures.PLANTED_PREFIX + measure).dataset(Measures.TRUTH);
  }

  private static Double number(JsonNode truth, String pointer) {
    JsonNode node = truth.at(pointer);
    if (!node.isNumber()) {
      throw new DataProblem("truth.json: no number at " + pointer + ". Run 'evenhand generate'.");
    }
    return node.doubleValue();
  }
}
