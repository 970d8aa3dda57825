package dev.evenhand.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.vector.ModelPlaces;
import java.util.List;

/** The categories a run learned, kept beside its models, since new rows need the same ones. */
final class Categories {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Categories() {}

  static void write(Lake lake, RunScope scope, List<String> categories) {
    try {
      lake.files().writeText(place(lake, scope), MAPPER.writeValueAsString(categories));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list of texts is always JSON", e);
    }
  }

  static List<String> read(Lake lake, RunScope scope) {
    try {
      return MAPPER.readValue(
          lake.files().readText(place(lake, scope)), new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(place(lake, scope) + " is no JSON array", e);
    }
  }

  private static String place(Lake lake, RunScope scope) {
    return lake.files().place(ModelPlaces.categories(scope.pipeline(), scope.runId()));
  }
}
