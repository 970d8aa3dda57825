package dev.evenhand.card;

import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.OwnedPart;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.ModelCards;
import dev.evenhand.lake.table.ModelFlags;
import dev.evenhand.lake.table.Models;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The cards that a lake holds, as of a moment: what a run wrote does not change, but approvals and
 * erasures come later, and are looked up anew each time.
 *
 * @param now the moment
 */
public record Cards(Lake lake, Instant now) {

  /** How a card is written down. */
  public enum Format {
    /** A page that needs no network. */
    HTML,
    /** A document of Model Card Toolkit's schema, which carries the whole card. */
    JSON,
    /** Markdown with the metadata of the Hugging Face Hub. */
    MARKDOWN
  }

  /**
   * A model version.
   *
   * @param pipeline may be empty if the lake has one only
   * @param model empty for the candidate
   * @param version its run; empty for the newest
   */
  public record Wanted(
      Optional<String> pipeline, Optional<String> model, Optional<String> version) {}

  /** A card that was found: which version, and its text. */
  public record Found(RunScope scope, String model, String json) {}

  /**
   * The row of a model version.
   *
   * @throws DataProblem if there is none, or no one pipeline
   */
  public Found find(Wanted wanted) {
    Dataset<Row> all =
        lake.read(ModelCards.CONTRACT)
            .select(
                TableContract.PIPELINE.column(),
                TableContract.RUN_ID.column(),
                ModelCards.MODEL.column(),
                ModelCards.STATUS.column(),
                ModelCards.CARD.column());
    String pipeline = wanted.pipeline().orElseGet(() -> onlyPipeline(all));
    Dataset<Row> own = all.filter(TableContract.PIPELINE.column().equalTo(pipeline));
    own =
        wanted.model().isPresent()
            ? own.filter(ModelCards.MODEL.column().equalTo(wanted.model().get()))
            : own.filter(ModelCards.STATUS.column().notEqual(Models.REFERENCE));
    if (wanted.version().isPresent()) {
      own = own.filter(TableContract.RUN_ID.column().equalTo(wanted.version().get()));
    }
    List<Row> newest = own.orderBy(TableContract.RUN_ID.column().desc()).takeAsList(1);
    if (newest.isEmpty()) {
      throw missing(wanted, pipeline, all);
    }
    Row row = newest.get(0);
    return new Found(new RunScope(pipeline, row.getString(1)), row.getString(2), row.getString(4));
  }

  /** The card as it is now. */
  public String text(Found found, Format format) {
    Optional<ModelCard> card = CardDocument.read(found.json());
    if (card.isEmpty() && format == Format.JSON) {
      return found.json();
    }
    ModelCard current =
        current(
            found,
            card.orElseThrow(
                () ->
                    new DataProblem(
                        "card: %s of run %s has a short card, since it was trained to compare with, or one of an older layout. Ask for --format json, or for another --model."
                            .formatted(found.model(), found.scope().runId()))));
    return switch (format) {
      case HTML -> CardPage.of(current);
      case JSON -> CardDocument.of(current);
      case MARKDOWN -> CardMarkdown.of(current);
    };
  }

  /** Brings the row and the files of a card up to this moment; a short card stays as it is. */
  public void refresh(Found found) {
    Optional<ModelCard> card = CardDocument.read(found.json());
    if (card.isEmpty()) {
      return;
    }
    ModelCard current = current(found, card.get());
    String json = CardDocument.of(current);
    new CardFiles(lake.files(), found.scope()).write(current, json);
    Standing standing = current.standing();
    Dataset<Row> row =
        lake.readRun(ModelCards.CONTRACT, found.scope())
            .filter(ModelCards.MODEL.column().equalTo(found.model()))
            .withColumn(ModelCards.CARD.name(), lit(json))
            .withColumn(ModelCards.APPROVAL.name(), lit(standing.decision()).cast("string"))
            .withColumn(ModelCards.APPROVED_BY.name(), lit(standing.decidedBy()).cast("string"))
            .withColumn(ModelCards.SUBJECTS_FORGOTTEN.name(), lit(standing.subjectsForgotten()))
            .withColumn(ModelCards.NEEDS_RETRAINING.name(), lit(standing.needsRetraining()));
    lake.replacePart(
        ModelCards.CONTRACT,
        row,
        found.scope(),
        new OwnedPart(ModelCards.MODEL, List.of(found.model())));
  }

  /** Brings the cards of all models that should forget someone up to this moment. */
  public void refreshFlagged() {
    if (!lake.exists(ModelFlags.CONTRACT) || !lake.exists(ModelCards.CONTRACT)) {
      return;
    }
    Dataset<Row> flagged =
        lake.read(ModelFlags.CONTRACT)
            .select(
                TableContract.PIPELINE.column(),
                ModelFlags.MODEL_VERSION.column().as(TableContract.RUN_ID.name()),
                ModelFlags.MODEL.column())
            .distinct();
    String[] version = {
      TableContract.PIPELINE.name(), TableContract.RUN_ID.name(), ModelFlags.MODEL.name()
    };
    SmallRows.sorted(
            lake.read(ModelCards.CONTRACT)
                .join(flagged, version)
                .select(
                    TableContract.PIPELINE.column(),
                    TableContract.RUN_ID.column(),
                    ModelCards.MODEL.column(),
                    ModelCards.CARD.column()),
            version)
        .forEach(
            row ->
                refresh(
                    new Found(
                        new RunScope(row.getString(0), row.getString(1)),
                        row.getString(2),
                        row.getString(3))));
  }

  private ModelCard current(Found found, ModelCard card) {
    return card.as(
        new StandingReader(lake, found.scope()).of(found.model(), card.identity().status(), now));
  }

  private static String onlyPipeline(Dataset<Row> all) {
    List<String> names = names(all, TableContract.PIPELINE.name());
    if (names.size() != 1) {
      throw new DataProblem(
          "card: the lake has cards of %s. Name one by --pipeline."
              .formatted(names.isEmpty() ? "no pipeline" : String.join(", ", names)));
    }
    return names.get(0);
  }

  private static DataProblem missing(Wanted wanted, String pipeline, Dataset<Row> all) {
    Dataset<Row> own = all.filter(TableContract.PIPELINE.column().equalTo(pipeline));
    return new DataProblem(
        "card: no card of %s%s in pipeline %s; there are cards of %s in runs %s."
            .formatted(
                wanted.model().map(name -> "model " + name).orElse("a candidate"),
                wanted.version().map(run -> " of run " + run).orElse(""),
                pipeline,
                listed(names(own, ModelCards.MODEL.name())),
                listed(names(own, TableContract.RUN_ID.name()))));
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "none" : names.stream().collect(Collectors.joining(", "));
  }

  private static List<String> names(Dataset<Row> rows, String column) {
    return rows.select(column).distinct().collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }
}
