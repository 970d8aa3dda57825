package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.support.SamplePipeline;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CardJsonTest {
  private final JsonNode card = read();

  @Test
  void holdsEverySectionUnderItsName() {
    assertThat(card.fieldNames())
        .toIterable()
        .contains(
            "schema",
            "identity",
            "purpose",
            "ground",
            "data",
            "consent",
            "balance",
            "anonymization",
            "policy",
            "models",
            "gap",
            "groups",
            "importance",
            "gates",
            "planted",
            "energy",
            "lineage");
    assertThat(card.at("/identity/as_of").asText()).isEqualTo("2026-03-01T00:00:00Z");
    assertThat(card.at("/purpose/out_of_scope").asText()).startsWith("Prices");
  }

  @Test
  void roundsToSixDigitsSoThatTheOrderOfASumDoesNotShow() {
    assertThat(CardJson.of(List.of(0.1 + 0.2, 1.0 / 3))).isEqualTo("[ 0.3, 0.333333 ]\n");
    assertThat(card.at("/energy/cpu_seconds").decimalValue().toPlainString()).isEqualTo("64");
  }

  @Test
  void leavesOutWhatIsWithheldButSaysWhy() {
    JsonNode oldest = card.at("/groups/0/rows/3");
    assertThat(oldest.at("/group").asText()).isEqualTo("75+");
    assertThat(oldest.at("/figures/selection_rate").has("value")).isFalse();
    assertThat(oldest.at("/figures/selection_rate").has("n")).isFalse();
    assertThat(oldest.at("/figures/selection_rate/reason").asText())
        .isEqualTo("fewer than 30 decisions");
  }

  @Test
  void endsNoScriptElement() {
    assertThat(CardJson.forScript(Map.of("group", "</script>")))
        .doesNotContain("<")
        .contains("\\u003c/script>");
  }

  private static JsonNode read() {
    try {
      ModelCard card = ModelCard.of(SamplePipeline.of(SampleEvidence.GATE), SampleEvidence.of());
      return new ObjectMapper().readTree(CardJson.of(card));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
