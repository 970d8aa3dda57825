package dev.evenhand.rights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Counts traces in JSON, of which the words of its format are none: the keys, types and names of
 * columns, and what classes and choices of a saved model are called. Whatever is not known to be
 * such a word counts.
 */
record JsonSearch(FileKind kind, Traces traces) {
  /** What it would pass over in silence makes a text no JSON. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Fields of a Delta log that say how a table is kept and written. */
  private static final Set<String> LOG_WORDS =
      Set.of(
          "format",
          "protocol",
          "partitionColumns",
          "configuration",
          "description",
          "operation",
          "operationMetrics",
          "engineInfo",
          "isolationLevel",
          "mode",
          "partitionBy",
          "clusterBy",
          "properties",
          "actionType",
          "storageType");

  /** Fields of a Delta log that hold a schema. */
  private static final Set<String> LOG_SCHEMAS = Set.of("schemaString", "checkpointSchema");

  /** Fields of a Delta log that hold values of rows, by column. */
  private static final Set<String> LOG_VALUES =
      Set.of("partitionValues", "partitionValues_parsed", "stats", "stats_parsed");

  private static final Set<String> WORDS_ABOUT_A_FIELD = Set.of("comment", "type");
  private static final Set<String> WORDS_OF_A_STAGE =
      Set.of("class", "uid", "sparkVersion", "defaultParamMap");
  private static final String CHOSEN = "paramMap";

  /**
   * Counts in all documents of a file.
   *
   * @throws JsonProcessingException if it is no JSON
   */
  long in(InputStream documents) throws IOException {
    long found = 0;
    try (MappingIterator<JsonNode> each = JSON.readerFor(JsonNode.class).readValues(documents)) {
      while (each.hasNextValue()) {
        found += in(each.nextValue());
      }
    }
    return found;
  }

  long in(JsonNode node) {
    if (kind.isLog()) {
      return log(node);
    }
    return kind.isLearned() ? learned(node) : values(node);
  }

  /** Counts in a cell of a table; in rows a key of JSON counts too. */
  long cell(String text) {
    if (kind.hasRows()) {
      return traces.in(text);
    }
    return inside(text, kind.isLearned() ? this::learned : this::values);
  }

  /** Counts in the schema that Spark keeps of a file. */
  long schema(String text) {
    return inside(text, this::schema);
  }

  /** What is JSON is searched as such, and may be a value as a whole. */
  private long inside(String text, ToLongFunction<JsonNode> search) {
    return parsed(text)
        .map(node -> search.applyAsLong(node) + (traces.isValue(text) ? 1 : 0))
        .orElseGet(() -> traces.in(text));
  }

  private static Optional<JsonNode> parsed(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isContainerNode);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private long log(JsonNode node) {
    if (node.isTextual()) {
      return inside(node.asText(), this::log);
    }
    long found = 0;
    for (JsonNode item : items(node)) {
      found += log(item);
    }
    for (var field : node.properties()) {
      String key = field.getKey();
      JsonNode value = field.getValue();
      if (LOG_SCHEMAS.contains(key)) {
        found += value.isTextual() ? schema(value.asText()) : schema(value);
      } else if (LOG_VALUES.contains(key)) {
        found += value.isTextual() ? inside(value.asText(), this::values) : values(value);
      } else if (!LOG_WORDS.contains(key)) {
        found += log(value);
      }
    }
    return found;
  }

  /** Of a schema what is known about a field, such as the labels of a category. */
  private long schema(JsonNode node) {
    long found = 0;
    for (JsonNode item : items(node)) {
      found += schema(item);
    }
    for (var field : node.properties()) {
      found +=
          field.getKey().equals("metadata") ? about(field.getValue()) : schema(field.getValue());
    }
    return found;
  }

  private long about(JsonNode node) {
    return each(node, this::about, WORDS_ABOUT_A_FIELD, traces::in);
  }

  /** All values but those of a name. */
  private long values(JsonNode node) {
    return each(node, this::values, kind.names(), this::cell);
  }

  /** A saved stage, or what else lies beside it, of which keys count too. */
  private long learned(JsonNode node) {
    if (node.has("class") && node.has(CHOSEN)) {
      JsonNode defaults = node.path("defaultParamMap");
      long found = 0;
      for (var field : node.properties()) {
        if (field.getKey().equals(CHOSEN)) {
          found += chosen(field.getValue(), defaults);
        } else if (!WORDS_OF_A_STAGE.contains(field.getKey())) {
          found += everything(field.getValue());
        }
      }
      return found;
    }
    return everything(node);
  }

  /** What names a column is a name, and what has a text by default is one of several words. */
  private long chosen(JsonNode parameters, JsonNode defaults) {
    long found = 0;
    for (var parameter : parameters.properties()) {
      String name = parameter.getKey();
      boolean isWord =
          name.endsWith("Col")
              || name.endsWith("Cols")
              || name.equals("stageUids")
              || parameter.getValue().isTextual() && defaults.path(name).isTextual();
      found += isWord ? 0 : everything(parameter.getValue());
    }
    return found;
  }

  private long everything(JsonNode node) {
    long found = each(node, this::everything, Set.of(), traces::in);
    for (var field : node.properties()) {
      found += traces.isValue(field.getKey()) ? 1 : 0;
    }
    return found;
  }

  private static long each(
      JsonNode node,
      ToLongFunction<JsonNode> inner,
      Set<String> leftOut,
      ToLongFunction<String> inText) {
    if (node.isTextual()) {
      return inText.applyAsLong(node.asText());
    }
    long found = 0;
    for (JsonNode item : items(node)) {
      found += inner.applyAsLong(item);
    }
    for (var field : node.properties()) {
      if (!leftOut.contains(field.getKey())) {
        found += inner.applyAsLong(field.getValue());
      }
    }
    return found;
  }

  private static Iterable<JsonNode> items(JsonNode node) {
    return node.isArray() ? node : List.of();
  }
}
