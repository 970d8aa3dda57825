package dev.evenhand.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** Names and values of intersections, which stand in the tables as JSON arrays. */
final class JsonNames {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonNames() {}

  /** The parts of an intersection; a plain name is its own only part. */
  static List<String> parts(String name) {
    if (!name.startsWith("[")) {
      return List.of(name);
    }
    try {
      return List.of(JSON.readValue(name, String[].class));
    } catch (JsonProcessingException e) {
      return List.of(name); // a value that only looks like an array
    }
  }
}
