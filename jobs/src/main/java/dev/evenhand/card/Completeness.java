package dev.evenhand.card;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.GateMetric;
import dev.evenhand.config.Pipeline;
import java.util.ArrayList;
import java.util.List;

/** What a card must say before it may be shown. */
final class Completeness {
  private Completeness() {}

  /**
   * Checks every required field.
   *
   * @throws DataProblem with a line for each that is missing
   */
  static void require(ModelCard card, Pipeline pipeline) {
    List<String> problems =
        missing(card, pipeline).stream()
            .map(
                field ->
                    "Card of "
                        + card.identity().model()
                        + ": field '"
                        + field.name()
                        + "' is missing. "
                        + field.remedy())
            .toList();
    if (!problems.isEmpty()) {
      throw new DataProblem(problems);
    }
  }

  /** A field that has nothing to show, and what to do. */
  record Missing(String name, String remedy) {}

  static List<Missing> missing(ModelCard card, Pipeline pipeline) {
    Fields fields = new Fields(new ArrayList<>());
    purpose(card.purpose(), fields);
    fields.text("identity.title", card.identity().title(), "Write 'description' in the file.");
    fields.text(
        "ground.reason",
        card.ground().isConsent() ? card.ground().purpose() : card.ground().reason(),
        "Write 'consent' in the file.");
    data(card, pipeline, fields);
    fields.that("lineage.tables", !card.lineage().tables().isEmpty(), step("ingest"));
    for (GateMetric metric : List.of(GateMetric.ROC_AUC, GateMetric.SELECTION_RATE)) {
      fields.that(
          "models." + metric.word(),
          card.models().candidate(metric.word()) != null,
          step("evaluate"));
    }
    for (String attribute : pipeline.evaluate().sensitive()) {
      boolean isThere =
          card.groups().stream().anyMatch(table -> table.attribute().equals(attribute));
      fields.that("groups." + attribute, isThere, step("evaluate"));
    }
    fields.that("gap." + card.gap().metric(), !card.gap().pairs().isEmpty(), step("evaluate"));
    fields.that("gates", pipeline.gate().isEmpty() || !card.gates().isEmpty(), step("gate"));
    return fields.missing();
  }

  private static void purpose(Purpose purpose, Fields fields) {
    fields.text("purpose.owner", purpose.owner(), inFile("owner"));
    fields.text("purpose.contact", purpose.contact(), inFile("contact"));
    fields.text("purpose.intended_use", purpose.intendedUse(), inFile("intended_use"));
    fields.text("purpose.out_of_scope", purpose.outOfScope(), inFile("out_of_scope"));
  }

  private static void data(ModelCard card, Pipeline pipeline, Fields fields) {
    fields.that("data.sources", !card.data().sources().isEmpty(), step("ingest"));
    fields.that("data.decisions", card.data().trainingRows() > 0, step("train"));
    boolean needsLedger = pipeline.consent().needsLedger();
    fields.that(
        "consent.excluded", !needsLedger || card.consent().excluded() != null, step("consent"));
    boolean isAnonymized = card.anonymization() != null;
    fields.that(
        "anonymization.figures",
        !isAnonymized || !card.anonymization().figures().isEmpty(),
        step("privacy"));
  }

  private static String inFile(String key) {
    return "Write 'card." + key + "' in the pipeline file.";
  }

  private static String step(String name) {
    return "Run step '" + name + "' first; it writes what the card would show.";
  }

  private record Fields(List<Missing> missing) {
    void text(String name, String value, String remedy) {
      that(name, value != null && !value.isBlank(), remedy);
    }

    void that(String name, boolean isThere, String remedy) {
      if (!isThere) {
        missing.add(new Missing(name, remedy));
      }
    }
  }
}
