package dev.evenhand.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema beside the pipeline files says what the records say, and editors agree with us. */
class PipelineSchemaTest {
  private static final Path SCHEMA = Path.of("conf/pipeline.schema.json");

  static Stream<Path> pipelines() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("conf/pipelines"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  private static Set<ValidationMessage> validate(String yaml) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(PipelineSchema.json());
    return schema.validate(new YAMLMapper().readTree(yaml));
  }

  /** Run with -Devenhand.schema.write to write the file anew after a change of the records. */
  @Test
  void theFileEqualsTheRecords() throws IOException {
    String made =
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(PipelineSchema.json())
            + "\n";
    if (System.getProperty("evenhand.schema.write") != null) {
      Files.writeString(SCHEMA, made);
    }
    assertThat(Files.readString(SCHEMA)).isEqualTo(made);
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void everyPipelineOfTheProjectIsValid(Path file) throws IOException {
    assertThat(validate(Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void everyPipelineOfTheProjectNamesTheSchema(Path file) throws IOException {
    assertThat(Files.readString(file))
        .startsWith("# yaml-language-server: $schema=../pipeline.schema.json\n");
  }

  @Test
  void theExampleIsValid() throws IOException {
    assertThat(validate(Example.TEXT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "pipeline: coupons, pipelines: coupons",
    "k: 5, k: five",
    "k: 5, k: '''5'''",
    "format: csv, format: cvs",
    "30%, 30",
    "28d, 4w",
    "owner: Sales, owner: 2017",
    "{test: 30%}, '{test: 30%, column: split}'",
    "{top: 12%}, {}",
    "'at_least: 0.7', 'at_least: 0.7, at_most: 0.8'",
    "description: Who redeems a coupon, 'description: [a]'",
    "max_quarantined: 2.5%, max_quarantine: 2.5%",
    "path: receipts.csv, 'options: {seperator: x}'",
    "pipeline: coupons, pipeline: Our coupons",
  })
  void theSchemaRefusesWhatTheLoaderRefuses(String found, String replacement) throws IOException {
    Example example = Example.in(Files.createTempDirectory("schema")).with(found, replacement);
    assertThat(example.problems()).isNotEmpty();
    assertThat(validate(Files.readString(example.file()))).isNotEmpty();
  }

  @Test
  void everyKeyHasADescription() {
    assertThat(PipelineSchema.json().findValues("properties"))
        .allSatisfy(
            properties ->
                assertThat(properties)
                    .allSatisfy(key -> assertThat(key.path("description").asText()).isNotBlank()));
  }

  @Test
  void showsTheDefaultsOfTheRecords() {
    JsonNode definitions = PipelineSchema.json().path("$defs");
    assertThat(definitions.at("/Split/properties/seed/default").asLong()).isEqualTo(17);
    assertThat(definitions.at("/Source/properties/timezone/default").asText()).isEqualTo("UTC");
    assertThat(definitions.at("/Source/properties/options/properties/header/default").asText())
        .isEqualTo("true");
  }
}
