package dev.evenhand.rights;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class VerifyingTest {
  private static final SparkSession SPARK = Spark.session();

  private static Dataset<Row> keys(String... keys) {
    return SPARK.createDataset(List.of(keys), Encoders.STRING()).toDF(Footprint.KEY);
  }

  /** Of 17, 4711 and order-17 the last alone is looked for; Köln1 has six bytes. */
  @Test
  void decisionsThatWereNotLookedForAreToldAsSuch() {
    Path home = Spark.temporary("verifying");
    Lake lake = new Lake(SPARK, home.resolve("lake").toString());
    Journal journal = new Journal(lake.files(), "e20260301T000000000");
    ErasureWork work =
        new ErasureWork(
            SPARK,
            lake,
            new Catalog(SPARK, lake.files()),
            FixedKeys.in(home),
            Clock.systemUTC(),
            journal,
            text -> {});
    Dataset<Row> decisions = keys("17", "4711", "order-17", "Köln1");
    work.traces()
        .write(
            decisions.select(
                lit(KeyTable.Kind.DECISION.word()).as(KeyTable.KIND),
                lit("shop").as("pipeline"),
                decisions.col(Footprint.KEY)));
    journal.write(ErasureWork.UNIQUE, Journal.JSON.createObjectNode().put("texts", 0));
    ObjectNode outcome = new Verifying(work).outcome(Traces.Found.NOTHING);
    assertThat(outcome.path("decisions").asInt()).isEqualTo(2);
    assertThat(outcome.path("decisions_too_short").asInt()).isEqualTo(2);
  }

  @Test
  void textsAreLongEnoughByTheSameRule() {
    Dataset<Row> texts = keys("Köln1", "Koeln", "Lübeck").toDF("city");
    Footprint footprint = Footprint.of("bronze.cities", texts.schema());
    assertThat(Tracing.texts(footprint, texts).as(Encoders.STRING()).collectAsList())
        .containsExactlyInAnyOrder("Köln1", "Lübeck");
  }
}
