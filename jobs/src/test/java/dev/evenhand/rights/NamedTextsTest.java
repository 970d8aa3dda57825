package dev.evenhand.rights;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.evenhand.rights.FileKind.Holder;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of figures that a search finds a text in must be the rows that are deleted for it. */
class NamedTextsTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("group_value", DataTypes.StringType)
          .add("parameters", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));
  private static final FileKind FIGURES = new FileKind(Holder.FIGURES, false, false);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper ESCAPED =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static boolean isNamed(String text, String cell) {
    Dataset<Row> rows =
        Spark.session()
            .createDataFrame(List.of(RowFactory.create("all", Map.of("p", cell))), SCHEMA);
    return rows.select(array_contains(NamedTexts.of(rows.schema()), lit(text)))
        .head()
        .getBoolean(0);
  }

  private static boolean isFound(String text, String cell) {
    return new JsonSearch(FIGURES, Traces.of(List.of(), List.of(text))).cell(cell) > 0;
  }

  private static void named(String text, String cell) {
    assertThat(isFound(text, cell)).as(cell).isTrue();
    assertThat(isNamed(text, cell)).as(cell).isTrue();
  }

  private static void notNamed(String text, String cell) {
    assertThat(isFound(text, cell)).as(cell).isFalse();
    assertThat(isNamed(text, cell)).as(cell).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Atlantis",
        "Café \"Zum Bären\"",
        "back\\slash/and \"\\\"",
        "\b\f\n\r\t!",
        "[in, brackets]: 1",
        "cheers 🍻"
      })
  void aTextIsSeenHoweverJsonEscapesIt(String text) throws IOException {
    for (ObjectMapper json : List.of(JSON, ESCAPED)) {
      named(text, json.writeValueAsString(Map.of("group", text)));
      named(text, json.writeValueAsString(List.of("x", text, "y\"")));
      named(text, json.writeValueAsString(Map.of("metric", "rate", "groups", List.of(text))));
      String inner = json.writeValueAsString(Map.of("a", List.of("\"", text)));
      named(text, json.writeValueAsString(Map.of("b", inner)));
      notNamed(text, json.writeValueAsString(Map.of(text, 1, "b", "c")));
      notNamed(text, json.writeValueAsString(Map.of("metric", text, "b", "c")));
      notNamed(text, json.writeValueAsString(Map.of("slots", List.of("\"", text), "b", "c")));
    }
    named(text, text);
  }

  @Test
  void aSlashMayBeEscapedToo() {
    named("north/south", "{\"group\" : \"north\\/south\"}");
    named("Ümlaut", "{\"group\" : \"\\u00dcmlaut\"}");
  }

  @Test
  void whatIsNoJsonMayQuoteAText() {
    named("Atlantis", "no column \"Atlantis\": left out");
    named("Atlantis", "{\"group\" : \"Atlantis\"");
    notNamed("Atlantis", "no column Atlantis: left out");
  }

  @Test
  void aLongTextIsRead() throws IOException {
    String text = "\"\\n".repeat(20_000);
    named("Atlantis", JSON.writeValueAsString(List.of(text, "Atlantis")));
  }
}
