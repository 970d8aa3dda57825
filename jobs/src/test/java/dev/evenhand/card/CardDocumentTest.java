package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.evenhand.support.CardSchemas;
import dev.evenhand.support.SamplePipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The card as JSON is what Model Card Toolkit's schema asks for, and what ours promises. */
class CardDocumentTest {
  private static final Path SCHEMA = CardSchemas.OURS;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ModelCard CARD = full();
  private static final JsonSchema OURS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(CardSchema.json());

  /** Beside a version before, approved, and with an erasure since. */
  private static ModelCard full() {
    ModelCard card = ModelCard.of(SamplePipeline.of(SampleEvidence.GATE), SampleEvidence.of());
    Instant later = Instant.parse("2026-04-01T00:00:00Z");
    Standing standing =
        new Standing(
            later,
            "promoted",
            List.of(
                new Approval(
                    "approved", "R. Okafor", "ethics board", "for one season", later, true)),
            List.of(new Forgotten("erasure", later, 3, 1_804, 3.0 / 1_804, false, null)));
    return card.since(card).as(standing);
  }

  private static final String TEXT = CardDocument.of(CARD);

  private static JsonNode document() throws IOException {
    return JSON.readTree(TEXT);
  }

  private static JsonNode shortDocument() throws IOException {
    return JSON.readTree(
        CardDocument.of(
            new ShortCard(
                CARD.schema(),
                CARD.identity(),
                CARD.purpose(),
                CARD.ground(),
                "baseline",
                0.3,
                CARD.models().line("recency").figures(),
                "cards/x.html")));
  }

  /** Run with -Devenhand.schema.write to write the file anew after a change of the records. */
  @Test
  void thePublishedSchemaEqualsTheRecords() throws IOException {
    String made =
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(CardSchema.json()) + "\n";
    if (System.getProperty("evenhand.schema.write") != null) {
      Files.writeString(SCHEMA, made);
    }
    assertThat(Files.readString(SCHEMA)).isEqualTo(made);
  }

  @Test
  void isValidUnderModelCardToolkitsSchemaAndOurs() throws IOException {
    for (JsonNode document : List.of(document(), shortDocument())) {
      assertThat(CardSchemas.toolkit().validate(document)).isEmpty();
      assertThat(OURS.validate(document)).isEmpty();
    }
  }

  @Test
  void theToolkitsSchemaIsStrictEnoughToTell() throws IOException {
    ObjectNode wrong = document().deepCopy();
    wrong.put("gap", 0.04);
    assertThat(CardSchemas.toolkit().validate(wrong)).hasSize(1);
    ObjectNode old = document().deepCopy();
    ((ObjectNode) old.at("/model_details/version")).put("date", "March");
    assertThat(CardSchemas.toolkit().validate(old)).hasSize(1);
  }

  @Test
  void saysInTheToolkitsWordsWhatTheCardSays() throws IOException {
    JsonNode document = document();
    assertThat(document.at("/schema_version").asText()).isEqualTo("0.0.2");
    assertThat(document.at("/model_details/owners/0/contact").asText())
        .isEqualTo("campaigns@example.com");
    assertThat(document.at("/model_details/licenses/0/identifier").asText())
        .isEqualTo("proprietary");
    assertThat(document.at("/considerations/limitations/2/description").asText())
        .startsWith("Not for: Prices");
    assertThat(metric(document, "roc_auc", null).path("value").asDouble()).isEqualTo(0.7694);
    assertThat(metric(document, "selection_rate", "age_band=75+").has("value")).isFalse();
    assertThat(metric(document, "selection_rate", "age_band=75+").path("status").asText())
        .isEqualTo("withheld");
  }

  private static JsonNode metric(JsonNode document, String type, String slice) {
    for (JsonNode metric : document.at("/quantitative_analysis/performance_metrics")) {
      if (metric.path("type").asText().equals(type)
          && (slice == null ? !metric.has("slice") : slice.equals(metric.path("slice").asText()))) {
        return metric;
      }
    }
    throw new AssertionError("no metric " + type + " " + slice);
  }

  @Test
  void isReadBackAsTheSameCard() {
    String json = CardDocument.of(CARD);
    ModelCard back = CardDocument.read(json).orElseThrow();
    assertThat(CardDocument.of(back)).isEqualTo(json);
    assertThat(back.gates()).isEqualTo(CARD.gates());
    assertThat(back.standing())
        .isEqualTo(
            CARD.as(
                    new Standing(
                        CARD.standing().asOf(),
                        "promoted",
                        CARD.standing().approvals(),
                        back.standing().forgotten()))
                .standing());
  }

  @Test
  void aCardOfAnotherLayoutIsNotRead() {
    assertThat(CardDocument.read("{\"schema\": 1, \"identity\": {}}")).isEmpty();
    assertThat(CardDocument.read("not JSON")).isEmpty();
  }

  /** Every required field of our schema that the card has, as a JSON pointer. */
  static List<String> required() throws IOException {
    List<String> pointers = new ArrayList<>();
    JsonNode definitions = CardSchema.json().path("$defs");
    required(definitions, "ModelCard", "", ours(document()), pointers);
    return pointers;
  }

  private static void required(
      JsonNode definitions, String name, String before, JsonNode there, List<String> pointers) {
    JsonNode definition = definitions.path(name);
    for (JsonNode field : definition.path("required")) {
      pointers.add(before + "/" + field.asText());
    }
    for (Map.Entry<String, JsonNode> property : definition.path("properties").properties()) {
      inside(
          definitions,
          property.getValue(),
          before + "/" + property.getKey(),
          there.path(property.getKey()),
          pointers);
    }
  }

  /** Only the first entry of a list or map: the others are of the same kind. */
  private static void inside(
      JsonNode definitions, JsonNode type, String pointer, JsonNode there, List<String> pointers) {
    if (there.isMissingNode()) {
      return;
    }
    if (type.has("$ref")) {
      String name = type.path("$ref").asText().replace("#/$defs/", "");
      required(definitions, name, pointer, there, pointers);
    } else if (type.has("items") && !there.isEmpty()) {
      inside(definitions, type.path("items"), pointer + "/0", there.get(0), pointers);
    } else if (type.path("additionalProperties").isObject() && !there.isEmpty()) {
      String key = there.fieldNames().next();
      inside(
          definitions,
          type.path("additionalProperties"),
          pointer + "/" + key,
          there.get(key),
          pointers);
    }
  }

  private static JsonNode ours(JsonNode document) {
    return document.at("/model_details/evenhand");
  }

  @Test
  void hasHundredsOfRequiredFields() throws IOException {
    assertThat(required()).hasSizeGreaterThan(200).contains("/purpose/owner", "/gates/0/bound");
  }

  @Test
  void isInvalidWithoutAnyOneOfThem() throws IOException {
    for (String pointer : required()) {
      JsonNode document = without(pointer);
      assertThat(OURS.validate(document)).as(pointer).isNotEmpty();
    }
  }

  private static JsonNode without(String pointer) throws IOException {
    JsonNode document = document();
    int end = pointer.lastIndexOf('/');
    ((ObjectNode) ours(document).at(pointer.substring(0, end))).remove(pointer.substring(end + 1));
    return document;
  }
}
