package dev.evenhand.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * A card as a document of Model Card Toolkit's schema v0.0.2, which carries the whole of our card
 * as {@code model_details.evenhand}: the toolkit's own schema allows no further sections at the
 * top.
 */
final class CardDocument {
  static final String SCHEMA_VERSION = "0.0.2";

  private static final String DETAILS = "model_details";
  private static final String OURS = "evenhand";

  private CardDocument() {}

  static String of(ModelCard card) {
    return CardJson.of(document(new ToolkitCard(card).document(), card));
  }

  /** Of a model that was trained to compare with. */
  static String of(ShortCard card) {
    ObjectNode document = CardJson.tree(Map.of("schema_version", SCHEMA_VERSION));
    document.set(DETAILS, ToolkitCard.details(card.identity(), card.purpose()));
    return CardJson.of(document(document, card));
  }

  /** The card in a document; empty if it is a short one, or of another layout than this code's. */
  static Optional<ModelCard> read(String document) {
    try {
      JsonNode ours = CardJson.parse(document).path(DETAILS).path(OURS);
      boolean isKnown = ours.path("schema").asInt() == ModelCard.SCHEMA && ours.has("lineage");
      return isKnown ? Optional.of(CardJson.read(ours, ModelCard.class)) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static ObjectNode document(ObjectNode document, Object card) {
    ((ObjectNode) document.get(DETAILS)).set(OURS, CardJson.tree(card));
    return document;
  }
}
