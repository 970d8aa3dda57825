package dev.evenhand.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The JSON Schema (2020-12) of a pipeline file, for editors, made from the records themselves. */
public final class PipelineSchema {
  private static final String REFERENCE = "\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}";

  private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

  private PipelineSchema() {}

  /** The schema of a whole file. */
  public static JsonNode json() {
    PipelineSchema schema = new PipelineSchema();
    ObjectNode root = object();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Evenhand pipeline file");
    root.setAll(schema.ofRecord(Pipeline.class));
    root.set("$defs", schema.definitions);
    return root;
  }

  private ObjectNode ofRecord(Class<? extends Record> type) {
    ObjectNode properties = object();
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    for (Shape.Key key : Shape.of(type).keys()) {
      properties.set(key.name(), ofKey(key));
      if (key.isRequired()) {
        required.add(key.name());
      }
    }
    ObjectNode node = object().put("type", "object");
    node.set("properties", properties);
    if (!required.isEmpty()) {
      node.set("required", required);
    }
    node.put("additionalProperties", false);
    ExactlyOne forms = type.getAnnotation(ExactlyOne.class);
    if (forms != null) {
      ArrayNode oneOf = node.putArray("oneOf");
      List.of(forms.value()).forEach(key -> oneOf.addObject().putArray("required").add(key));
    }
    return node;
  }

  private ObjectNode ofKey(Shape.Key key) {
    Rule rule = Rule.of(key.setting());
    ObjectNode node = object().put("description", key.setting().value());
    node.setAll(ofType(key.valueType(), rule));
    if (rule.atLeast() > 0) {
      boolean isList = Shape.isA(key.type(), List.class);
      node.put(isList ? "minItems" : "minProperties", rule.atLeast());
    }
    if (!key.setting().byDefault().isEmpty()) {
      node.set("default", byDefault(key));
    }
    return node;
  }

  private static JsonNode byDefault(Shape.Key key) {
    String written = key.setting().byDefault();
    return Leaf.of(key.type()).isText()
        ? JsonNodeFactory.instance.textNode(written)
        : JsonNodeFactory.instance.numberNode(new BigDecimal(written));
  }

  private ObjectNode ofType(Type type, Rule rule) {
    if (Leaf.isLeaf(type)) {
      return ofLeaf(type, rule);
    }
    if (Shape.isA(type, List.class)) {
      ObjectNode node = object().put("type", "array");
      return node.set("items", ofType(Shape.argument(type, 0), rule));
    }
    if (Shape.isA(type, Map.class)) {
      return ofMap(Shape.argument(type, 1), rule);
    }
    return reference(((Class<?>) type).asSubclass(Record.class));
  }

  /** A reference to a record's definition, which is made at the first one. */
  private ObjectNode reference(Class<? extends Record> type) {
    String name = type.getSimpleName();
    if (!definitions.has(name)) {
      definitions.putNull(name); // Keeps the order of first mention.
      definitions.set(name, ofRecord(type));
    }
    return object().put("$ref", "#/$defs/" + name);
  }

  private ObjectNode ofMap(Type values, Rule rule) {
    ObjectNode node = object().put("type", "object");
    if (!rule.pattern().isEmpty()) {
      node.putObject("propertyNames").put("pattern", whole(rule.pattern()));
    }
    if (rule.keys().isEmpty()) {
      return node.set("additionalProperties", ofType(values, Rule.OF_MAP_VALUES));
    }
    ObjectNode properties = node.putObject("properties");
    for (SourceOption option : SourceOption.values()) {
      ObjectNode property = object().put("description", option.meaning());
      property.setAll(ofType(values, Rule.OF_MAP_VALUES));
      if (!option.byDefault().isEmpty()) {
        property.put("default", option.byDefault());
      }
      properties.set(option.word(), property);
    }
    return node.put("additionalProperties", false);
  }

  private static ObjectNode ofLeaf(Type type, Rule rule) {
    Leaf leaf = Leaf.of(type);
    if (rule.isAnyScalar() && type == String.class) {
      return types(List.of("string", "number", "boolean"));
    }
    if (!leaf.isText()) {
      boolean isWhole = List.of(int.class, Integer.class, long.class, Long.class).contains(type);
      ObjectNode node = types(List.of(isWhole ? "integer" : "number", "string"));
      return node.put("pattern", whole(REFERENCE));
    }
    ObjectNode node = object().put("type", "string");
    List<String> words = Leaf.words(type);
    if (!words.isEmpty()) {
      words.forEach(node.withArray("enum")::add);
    } else if (type == Secret.class) {
      node.put("pattern", "^\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}$");
    } else if (!pattern(leaf, rule).isEmpty()) {
      node.put("pattern", "^(" + pattern(leaf, rule) + "|.*" + REFERENCE + ".*)$");
    }
    return node;
  }

  private static String pattern(Leaf leaf, Rule rule) {
    return rule.pattern().isEmpty() ? leaf.pattern() : rule.pattern();
  }

  private static String whole(String pattern) {
    return "^(" + pattern + ")$";
  }

  private static ObjectNode types(Collection<String> names) {
    ObjectNode node = object();
    names.forEach(node.putArray("type")::add);
    return node;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
