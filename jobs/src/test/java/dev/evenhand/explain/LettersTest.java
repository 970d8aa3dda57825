package dev.evenhand.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.lake.Lake;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A letter says no more than is known: who decided, and how far was searched. */
class LettersTest {
  private static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");
  private static Lake lake;

  @BeforeAll
  static void write() {
    lake = SampleLetters.with(FixedKeys.in(Spark.temporary("letters"))).trained().lake();
  }

  private static Letter letter(String decision, String language) {
    Letters.Choice choice =
        new Letters.Choice(Optional.empty(), Optional.empty(), Optional.of(language));
    return new Letters(lake, choice, NOW).ofDecision(decision).get(0);
  }

  private static String text(String decision, String language) {
    return LetterForms.text(List.of(letter(decision, language)));
  }

  @Test
  void ofADecisionThatAProgramMadeItSaysSo() {
    assertThat(text("d-made", "en"))
        .startsWith("Why it was decided so\n")
        .contains("The decision: not selected.\n")
        .contains("A computer program decided, by how likely a good outcome was; the score is 37")
        .contains("Campaign analytics answers for this decision and can change it")
        .doesNotContain("would have decided", "A person had to look");
    assertThat(text("d-other", "de"))
        .contains("Ein Computerprogramm hat entschieden", "Ein Mensch musste sie ansehen");
  }

  @Test
  void ofADecisionThatAModelWasTriedOnItSaysWhatTheModelWouldHaveDecided() {
    Letter tried = letter("d-tried", "en");
    assertThat(tried.isTrial()).isTrue();
    assertThat(letter("d-made", "en").isTrial()).isFalse();
    assertThat(text("d-tried", "en"))
        .startsWith("What the model would have decided, and why\n")
        .contains("a decision of 2025-01-02, on which a model was tested later")
        .contains("This is what the model would have decided: not selected.\n")
        .contains("It was not decided so: the model was only tested.")
        .contains("the score is 20 of 100, and from 50 on it selects")
        .contains("Campaign analytics answers for this model: campaigns@example.com.")
        .doesNotContain("program decided", "The decision: ", "can change it");
    assertThat(text("d-tried", "de"))
        .startsWith("Was das Modell entschieden hätte, und warum\n")
        .contains("Das hätte das Modell entschieden: nicht ausgewählt.\n")
        .doesNotContain("Ein Computerprogramm hat entschieden", "kann sie ändern");
  }

  @Test
  void whereNoChangeHelpsItSaysWhichWereTried() {
    assertThat(letter("d-made", "en").recourseSentences())
        .containsExactly(
            "No change of up to 2 of the things that you can change, within the usual range, would"
                + " have changed the decision.");
    assertThat(letter("d-made", "de").recourseSentences())
        .containsExactly(
            "Keine Änderung von bis zu 2 der Dinge, die Sie ändern können, hätte im üblichen"
                + " Bereich die Entscheidung geändert.");
    assertThat(letter("d-other", "en").recourseSentences())
        .containsExactly("We searched, and found nothing that we could suggest to you.");
  }

  @Test
  void everyEntryIsListedButNoUntoldValue() {
    assertThat(letter("d-tried", "en").data())
        .containsExactly(
            new Letter.Entry("tenure_years", "the years as a customer", "3.50"),
            new Letter.Entry("household_size", "the household", "not shown"),
            new Letter.Entry("segment", "the entry “segment”", "not on record"));
    assertThat(text("d-tried", "en")).contains("Not on record: the entry “segment”.");
  }

  @Test
  void theCandidateCounts() {
    assertThat(letter("d-tried", "en").model()).isEqualTo("even-odds");
  }
}
