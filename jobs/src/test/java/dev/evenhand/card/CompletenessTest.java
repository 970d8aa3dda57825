package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Pipeline;
import dev.evenhand.support.SamplePipeline;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CompletenessTest {
  private static final Pipeline PIPELINE = SamplePipeline.of(SampleEvidence.GATE);

  @Test
  void acceptsTheWholeCard() {
    assertThat(missing(SampleEvidence.of())).isEmpty();
  }

  @Test
  void asksForFiguresOfTheCandidate() {
    assertThat(missing(SampleEvidence.withoutMeasured(figure -> figure.isOverall())))
        .containsExactly("models.roc_auc", "models.selection_rate");
  }

  @Test
  void asksForEveryAttributeOfTheFile() {
    Predicate<Figure> isAgeBand =
        figure -> "age_band".equals(figure.attribute()) && figure.group() != null;
    assertThat(missing(SampleEvidence.withoutMeasured(isAgeBand)))
        .containsExactly("groups.age_band");
  }

  @Test
  void asksForTheGapThatTheModelIsHeldTo() {
    assertThat(missing(SampleEvidence.withoutMeasured(Figure::isGap)))
        .containsExactly("gap.equalized_odds_difference");
  }

  @Test
  void asksForWhatConsentExcludedWhereThereIsALedger() {
    assertThat(missing(SampleEvidence.withoutQuality("rows_excluded_by_consent")))
        .containsExactly("consent.excluded");
  }

  @Test
  void namesEachMissingFieldAndTheRemedy() {
    Evidence bare = SampleEvidence.withoutQuality("rows_in");
    assertThatThrownBy(() -> Completeness.require(ModelCard.of(PIPELINE, bare), PIPELINE))
        .isInstanceOf(DataProblem.class)
        .hasMessage(
            "Card of spring-offers: field 'data.sources' is missing. Run step 'ingest' first; it writes"
                + " what the card would show.");
  }

  /** As the step would see it if nobody had given that field. */
  @Test
  void aCardWithAnyRequiredFieldRemovedIsNotBuilt() throws IOException {
    JsonNode whole = CardJson.parse(CardJson.of(ModelCard.of(PIPELINE, SampleEvidence.of())));
    for (String pointer : CardDocumentTest.required()) {
      JsonNode card = whole.deepCopy();
      int end = pointer.lastIndexOf('/');
      JsonNode parent = card.at(pointer.substring(0, end));
      if (!parent.has(pointer.substring(end + 1))) {
        continue; // only a card beside a version before has it
      }
      ((ObjectNode) parent).remove(pointer.substring(end + 1));
      assertThatThrownBy(() -> Completeness.require(CardJson.read(card, ModelCard.class), PIPELINE))
          .as(pointer)
          .isInstanceOfAny(DataProblem.class, MismatchedInputException.class);
    }
  }

  private static List<String> missing(Evidence evidence) {
    return Completeness.missing(ModelCard.of(PIPELINE, evidence), PIPELINE).stream()
        .map(Completeness.Missing::name)
        .toList();
  }
}
