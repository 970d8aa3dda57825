package dev.evenhand.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JSON Schema (2020-12) of a card, made from the records themselves: the document of Model Card
 * Toolkit around it, and the whole card as {@code model_details.evenhand}.
 */
final class CardSchema {
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, long.class, Integer.class, Long.class);
  private static final Set<Class<?>> NUMBERS = Set.of(double.class, Double.class, BigDecimal.class);
  private static final List<String> SECTIONS =
      List.of("model_parameters", "quantitative_analysis", "considerations");

  private final ObjectNode definitions = object();

  private CardSchema() {}

  static JsonNode json() {
    CardSchema schema = new CardSchema();
    ObjectNode ours = object();
    ours.putArray("anyOf").add(schema.of(ModelCard.class)).add(schema.of(ShortCard.class));
    ours.put("description", "the whole card; of a model trained to compare with, a short one");
    ObjectNode details = object().put("type", "object");
    details
        .putArray("required")
        .add("name")
        .add("overview")
        .add("owners")
        .add("version")
        .add("evenhand");
    details.putObject("properties").set("evenhand", ours);
    ObjectNode root = object();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Evenhand model card");
    root.put(
        "description",
        "A document of Model Card Toolkit's schema v0.0.2, whose model_details.evenhand is the"
            + " whole card.");
    root.put("type", "object");
    root.putArray("required").add("schema_version").add("model_details");
    ObjectNode properties = root.putObject("properties");
    properties.putObject("schema_version").put("const", CardDocument.SCHEMA_VERSION);
    properties.set("model_details", details);
    SECTIONS.forEach(
        section ->
            properties
                .putObject(section)
                .put("type", "object")
                .put("description", "as Model Card Toolkit's schema v0.0.2 has it"));
    root.put("additionalProperties", false);
    root.set("$defs", schema.definitions);
    return root;
  }

  private ObjectNode of(Type type) {
    if (type instanceof ParameterizedType given) {
      Type[] arguments = given.getActualTypeArguments();
      boolean isMap = given.getRawType() == Map.class;
      ObjectNode node = object().put("type", isMap ? "object" : "array");
      return node.set(
          isMap ? "additionalProperties" : "items", of(arguments[arguments.length - 1]));
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return reference(plain);
    }
    if (plain.isEnum()) {
      ObjectNode node = object();
      ArrayNode words = node.putArray("enum");
      List.of(plain.getEnumConstants()).forEach(word -> words.add(word.toString()));
      return node;
    }
    if (plain == Instant.class) {
      return object().put("type", "string").put("format", "date-time");
    }
    return object().put("type", word(plain));
  }

  private static String word(Class<?> type) {
    if (WHOLE.contains(type)) {
      return "integer";
    }
    if (NUMBERS.contains(type)) {
      return "number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "boolean";
    }
    if (type == String.class) {
      return "string";
    }
    throw new IllegalStateException("no schema of " + type);
  }

  private ObjectNode reference(Class<?> type) {
    String name = name(type);
    if (!definitions.has(name)) {
      definitions.putNull(name); // keeps the order of first mention
      definitions.set(name, definition(type));
    }
    return object().put("$ref", "#/$defs/" + name);
  }

  private ObjectNode definition(Class<?> type) {
    ObjectNode properties = object();
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    for (RecordComponent component : type.getRecordComponents()) {
      Told told = component.getAnnotation(Told.class);
      String name = SnakeCaseStrategy.INSTANCE.translate(component.getName());
      ObjectNode property = of(component.getGenericType());
      if (told == null || told.absent().isEmpty()) {
        required.add(name);
      }
      if (told != null) {
        tell(property, told);
      }
      properties.set(name, property);
    }
    ObjectNode node = object().put("type", "object");
    node.set("properties", properties);
    node.set("required", required);
    return node.put("additionalProperties", false);
  }

  private static void tell(ObjectNode property, Told told) {
    String absent = told.absent().isEmpty() ? "" : "absent " + told.absent();
    boolean hasBoth = !told.value().isEmpty() && !absent.isEmpty();
    String text = told.value() + (hasBoth ? "; " : "") + absent;
    if (!text.isEmpty()) {
      property.put("description", text);
    }
    if (told.isFilled()) {
      property.put(
          property.path("type").asText().equals("array") ? "minItems" : "minProperties", 1);
    }
  }

  /** Records in records carry the outer name, so that two of one name stay apart. */
  private static String name(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer == null ? type.getSimpleName() : name(outer) + type.getSimpleName();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
