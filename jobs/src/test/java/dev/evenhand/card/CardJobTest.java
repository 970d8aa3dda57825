package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Pipeline;
import dev.evenhand.lake.table.ModelCards;
import dev.evenhand.support.CardSchemas;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.TestLake;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CardJobTest {
  private static final Pipeline PIPELINE = SamplePipeline.of(SampleEvidence.GATE);

  private static TestLake world;
  private static List<Row> cards;

  @BeforeAll
  static void runsOnTheTablesOfASampleRun() {
    world = TestLake.of(SamplePipeline.NAME);
    SampleTables.write(world, SampleEvidence.of());
    new CardJob(PIPELINE).run(world.context());
    cards =
        world
            .lake()
            .readRun(ModelCards.CONTRACT, world.scope())
            .orderBy(ModelCards.MODEL.column())
            .collectAsList();
  }

  @Test
  void writesARowForEveryModel() {
    assertThat(cards)
        .extracting(row -> row.getAs("model"))
        .containsExactly("even-odds", "majority", "recency", "unconstrained");
  }

  @Test
  void givesTheCandidateTypedColumns() {
    Row card = cards.get(0);
    assertThat(card.<String>getAs("owner")).isEqualTo("Campaign analytics");
    assertThat(card.<String>getAs("lawful_basis")).isEqualTo("consent to direct-marketing");
    assertThat(card.<String>getAs("status")).isEqualTo("promoted");
    assertThat(card.<Double>getAs("roc_auc")).isEqualTo(0.7694);
    assertThat(card.<String>getAs("gap_metric")).isEqualTo("equalized_odds_difference by origin");
    assertThat(card.<Double>getAs("gap")).isEqualTo(0.0412);
    assertThat(card.<Double>getAs("unconstrained_gap")).isEqualTo(0.1821);
    assertThat(card.<Long>getAs("training_rows")).isEqualTo(2_974);
  }

  @Test
  void saysInTheTablesWhatTheEvidenceSays() throws JsonProcessingException {
    ModelCard expected = ModelCard.of(PIPELINE, SampleEvidence.of());
    JsonNode written =
        new ObjectMapper()
            .readTree(cards.get(0).<String>getAs("card"))
            .at("/model_details/evenhand");
    JsonNode direct = new ObjectMapper().readTree(CardJson.of(expected));
    for (String section :
        List.of("data", "consent", "balance", "models", "gap", "groups", "gates", "planted")) {
      assertThat(written.get(section)).as(section).isEqualTo(direct.get(section));
    }
    assertThat(written.at("/consent/proof")).isEqualTo(direct.at("/consent/proof"));
    assertThat(written.at("/energy/cpu_seconds")).isEqualTo(direct.at("/energy/cpu_seconds"));
  }

  @Test
  void writesThePageAndTheJsonIntoTheLake() throws IOException {
    Path lake = Path.of(URI.create(world.lake().files().root()));
    String page = cards.get(0).getAs("html_path");
    assertThat(page).isEqualTo("cards/spring-offers/r20260301T000000000/even-odds.html");
    assertThat(Files.readString(lake.resolve(page))).contains("Which customers are called");
    Path json = lake.resolve("cards/spring-offers/r20260301T000000000/even-odds.json");
    assertThat(Files.readString(json)).isEqualTo(cards.get(0).<String>getAs("card"));
  }

  /** Of the candidate and of the models beside it, which have less to tell. */
  @Test
  void everyCardIsValidUnderModelCardToolkitsSchemaAndOurs() throws IOException {
    assertThat(cards).hasSize(4);
    for (Row card : cards) {
      assertThat(CardSchemas.problems(card.getAs("card")))
          .as("%s", card.<String>getAs("model"))
          .isEmpty();
    }
  }

  @Test
  void refusesToWriteACardThatLacksAField() {
    TestLake bare = world.run("r20260302T000000000");
    SampleTables.writeRun(bare, SampleEvidence.of());
    assertThatThrownBy(() -> new CardJob(PIPELINE).run(bare.context()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("field 'data.sources' is missing")
        .hasMessageContaining("field 'models.roc_auc' is missing")
        .hasMessageContaining("field 'groups.origin' is missing");
    assertThat(bare.lake().readRun(ModelCards.CONTRACT, bare.scope()).isEmpty()).isTrue();
  }
}
