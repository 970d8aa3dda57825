package dev.evenhand.card;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.GateMetric;
import dev.evenhand.config.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a card must say before it may be shown: every field that {@link Told} does not let be
 * absent, and what the pipeline file makes necessary.
 */
final class Completeness {
  /** The step that writes what a section shows. */
  private static final Map<String, String> STEPS =
      Map.ofEntries(
          Map.entry("data", "ingest"),
          Map.entry("consent", "consent"),
          Map.entry("balance", "balance"),
          Map.entry("anonymization", "privacy"),
          Map.entry("residual", "privacy"),
          Map.entry("policy", "train"),
          Map.entry("models", "evaluate"),
          Map.entry("frontier", "train"),
          Map.entry("gap", "evaluate"),
          Map.entry("groups", "evaluate"),
          Map.entry("reliability", "evaluate"),
          Map.entry("thresholds", "evaluate"),
          Map.entry("worst_off", "evaluate"),
          Map.entry("importance", "explain"),
          Map.entry("gates", "gate"),
          Map.entry("identity", "train"),
          Map.entry("lineage", "ingest"));

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
                        + pipeline.pipeline()
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
    List<Missing> missing = new ArrayList<>();
    Absences absences = new Absences();
    absences.of(card).forEach(field -> missing.add(new Missing(field, remedy(field))));
    if (absences.isWhole()) { // so that what follows may look everywhere
      asked(card, pipeline, new Fields(missing));
    }
    return missing;
  }

  /** What is necessary because of this pipeline file. */
  private static void asked(ModelCard card, Pipeline pipeline, Fields fields) {
    boolean isConsent = card.ground().isConsent();
    String ground = isConsent ? card.ground().purpose() : card.ground().reason();
    fields.that("ground.reason", ground != null && !ground.isBlank());
    fields.that("data.decisions", card.data().trainingRows() > 0);
    fields.that(
        "consent.excluded", !pipeline.consent().needsLedger() || card.consent().excluded() != null);
    fields.that(
        "anonymization.figures",
        card.anonymization() == null || !card.anonymization().figures().isEmpty());
    for (GateMetric metric : List.of(GateMetric.ROC_AUC, GateMetric.SELECTION_RATE)) {
      fields.that("models." + metric.word(), card.models().candidate(metric.word()) != null);
    }
    for (String attribute : pipeline.evaluate().sensitive()) {
      fields.that(
          "groups." + attribute,
          card.groups().stream().anyMatch(table -> table.attribute().equals(attribute)));
      fields.that("reliability." + attribute, card.reliability().attributes().contains(attribute));
      fields.that(
          "balance." + attribute,
          card.balance().groups().stream().anyMatch(each -> each.attribute().equals(attribute)));
    }
    fields.that("gap." + card.gap().metric(), !card.gap().pairs().isEmpty());
    fields.that("gates", pipeline.gate().isEmpty() || !card.gates().isEmpty());
  }

  private static String remedy(String field) {
    String section = field.contains(".") ? field.substring(0, field.indexOf('.')) : field;
    if (section.equals("purpose")) {
      return "Write 'card." + field.substring(field.indexOf('.') + 1) + "' in the pipeline file.";
    }
    if (field.equals("identity.title")) {
      return "Write 'description' in the file.";
    }
    if (section.equals("ground")) {
      return "Write 'consent' in the file.";
    }
    String step = STEPS.get(section.replaceFirst("\\[.*", ""));
    return step == null
        ? "Run the whole pipeline with 'evenhand run'."
        : "Run step '" + step + "' first; it writes what the card would show.";
  }

  private record Fields(List<Missing> missing) {
    void that(String name, boolean isThere) {
      if (!isThere) {
        missing.add(new Missing(name, remedy(name)));
      }
    }
  }
}
