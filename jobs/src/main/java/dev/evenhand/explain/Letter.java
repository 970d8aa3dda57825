package dev.evenhand.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a person is told of a decision about them, in their language.
 *
 * @param isTrial whether it was decided before, so that the letter says what the model would have
 *     decided
 * @param consent by what right their data was used, a sentence each
 * @param status of recourse, as gold.explanations has it; null where the file allows no changes
 * @param mostChanges how many features the search for recourse changed together
 */
public record Letter(
    String decision,
    String pipeline,
    String run,
    String model,
    String language,
    String decidedOn,
    boolean isSelected,
    boolean isTrial,
    String purpose,
    String how,
    List<String> reasonCodes,
    List<String> reasons,
    List<String> otherSide,
    String status,
    int mostChanges,
    List<String> recourse,
    List<Entry> data,
    List<String> consent,
    List<String> contact,
    Phrases phrases) {

  /** A feature that the model saw, and its value as people write it. */
  public record Entry(String feature, String name, String value) {
    String capitalName() {
      return FeatureWord.capital(name);
    }
  }

  public Letter {
    reasonCodes = List.copyOf(reasonCodes);
    reasons = List.copyOf(reasons);
    otherSide = List.copyOf(otherSide);
    recourse = List.copyOf(recourse);
    data = List.copyOf(data);
    consent = List.copyOf(consent);
    contact = List.copyOf(contact);
  }

  /** A phrase of the letter. */
  String say(String key) {
    return phrases.text("letter." + key);
  }

  String title() {
    return say(isTrial ? "trial.title" : "title");
  }

  String outcome() {
    return say((isTrial ? "trial." : "") + (isSelected ? "selected" : "not_selected"));
  }

  String about() {
    return phrases.filled(
        isTrial ? "letter.trial.about" : "letter.about",
        Map.of("date", decidedOn, "purpose", purpose));
  }

  String reference() {
    return phrases.filled("letter.reference", Map.of("decision", decision));
  }

  String modelLine() {
    return phrases.filled("letter.model", Map.of("model", model, "run", run));
  }

  /** The entries that have a value. */
  List<Entry> known() {
    return data.stream().filter(entry -> !isMissing(entry)).toList();
  }

  /** A sentence with the names of those that have none; empty if all have one. */
  Optional<String> missing() {
    String names =
        data.stream().filter(this::isMissing).map(Entry::name).collect(Collectors.joining("; "));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(phrases.filled("letter.missing", Map.of("entries", names)));
  }

  private boolean isMissing(Entry entry) {
    return entry.value().equals(phrases.text("units.not_known"));
  }

  /** Whether there is anything to say of what would have changed the decision. */
  boolean tellsRecourse() {
    return !isSelected && status != null;
  }

  /** What would have changed it, or how far it was searched in vain. */
  List<String> recourseSentences() {
    if (!recourse.isEmpty()) {
      return recourse;
    }
    boolean isProved = "none".equals(status) && mostChanges > 0;
    return List.of(
        isProved
            ? phrases.filled("letter.no_recourse", Map.of("most", String.valueOf(mostChanges)))
            : say("unknown_recourse"));
  }
}
