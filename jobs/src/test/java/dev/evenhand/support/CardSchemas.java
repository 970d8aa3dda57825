package dev.evenhand.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a card as JSON is held to: Model Card Toolkit's schema, and the one that is published. */
public final class CardSchemas {
  public static final Path OURS = Path.of("conf/model-card.schema.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private CardSchemas() {}

  /** Version 0.0.2. */
  public static JsonSchema toolkit() throws IOException {
    try (InputStream in =
        CardSchemas.class.getResourceAsStream("/model-card-toolkit/model_card.schema.json")) {
      return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(in);
    }
  }

  private static JsonSchema ours() throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(OURS));
  }

  /** What either schema finds wrong with a card. */
  public static List<String> problems(String card) throws IOException {
    JsonNode document = JSON.readTree(card);
    return Stream.of(toolkit(), ours())
        .flatMap(schema -> schema.validate(document).stream())
        .map(Object::toString)
        .toList();
  }
}
