package dev.evenhand.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Card;
import dev.evenhand.config.Consent;
import dev.evenhand.config.LawfulBasis;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.RecourseRules;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import java.util.List;
import java.util.Optional;

/**
 * What the letters of a run say besides what its rows say: as the pipeline file had it then, kept
 * beside the tables, since files change.
 *
 * @param mostChanges how many features the search for recourse changes together; 0 without one
 * @param consentPurpose the purpose that customers must have allowed; empty without a ledger
 * @param basis the lawful basis; empty where there is a ledger alone
 */
record LetterWords(
    List<Vocabulary> languages,
    String owner,
    String contact,
    String purpose,
    String affected,
    int mostChanges,
    String consentPurpose,
    String basis,
    String basisReason) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static LetterWords of(Pipeline pipeline, List<Vocabulary> languages) {
    Card card = pipeline.card();
    Consent consent = pipeline.consent();
    return new LetterWords(
        languages,
        card.owner(),
        card.contact(),
        card.intendedUse(),
        card.affected().orElse(""),
        pipeline.explaining().recourse().map(RecourseRules::mostChanges).orElse(0),
        consent.purpose().orElse(""),
        consent.basis().map(LawfulBasis::word).orElse(""),
        consent.reason().orElse(""));
  }

  void write(Lake lake, RunScope scope) {
    try {
      lake.files().writeText(place(lake, scope), JSON.writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  static LetterWords read(Lake lake, RunScope scope) {
    String place = place(lake, scope);
    if (!lake.files().exists(place)) {
      throw new DataProblem(
          "explain: run %s was explained before letters were written. Run step 'explain' again."
              .formatted(scope.runId()));
    }
    try {
      return JSON.readValue(lake.files().readText(place), LetterWords.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(place + " is not what this version writes", e);
    }
  }

  /** The words of a language; of the file's first one if none is asked for. */
  Vocabulary in(Optional<String> language) {
    List<String> known = languages.stream().map(words -> words.phrases().language()).toList();
    String asked = language.orElse(known.get(0));
    return languages.stream()
        .filter(words -> words.phrases().language().equals(asked))
        .findFirst()
        .orElseThrow(
            () ->
                new DataProblem(
                    "--language '%s': the decision was explained in %s. Name one of these, or add it to explain.languages in the pipeline file and run step 'explain' again."
                        .formatted(asked, String.join(", ", known))));
  }

  private static String place(Lake lake, RunScope scope) {
    return lake.files().place("letters/" + scope.pipeline() + "/" + scope.runId() + ".json");
  }
}
