package dev.evenhand.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.lake.table.Weights;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.TestLake;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Origin a has 6 decisions without and 2 with label 1, origin b has 3 and 1. */
class RebalanceJobTest {

  private static final String LABEL = "double(id IN (6, 7, 11)) AS label";

  private static TestLake world;

  @BeforeAll
  static void writesTwelveDecisions() {
    world = TestLake.of(SamplePipeline.NAME);
    String numbers = "map('n', double(1)) AS numbers";
    String categories = "map('c', 'x') AS categories";
    String key = "concat('s', id) AS subject_key";
    String decision = "concat('d', id) AS decision_id";
    world.write(
        UsableDecisions.CONTRACT,
        12,
        decision,
        key,
        "timestamp '2026-02-01 00:00:00' AS decided_at",
        LABEL,
        "cast(null AS string) AS split",
        "id AS position",
        numbers,
        categories);
    world.write(TrainingSet.CONTRACT, 12, decision, numbers, categories, LABEL);
    world.write(
        ProtectedAttributes.CONTRACT,
        12,
        key,
        "cast(0 AS smallint) AS subject_bucket",
        "timestamp '1970-01-01 00:00:00' AS valid_from",
        "map('origin', IF(id < 8, 'a', 'b')) AS attributes");
  }

  private static Map<String, Double> weights(String rule) {
    new RebalanceJob(SamplePipeline.rebalanced(rule)).run(world.context());
    Map<String, Double> weights = new TreeMap<>();
    Dataset<Row> rows =
        world
            .lake()
            .readRun(Weights.CONTRACT, world.scope())
            .select(Weights.DECISION_ID.column(), Weights.WEIGHT.column());
    rows.collectAsList().forEach(row -> weights.put(row.getString(0), row.getDouble(1)));
    return weights;
  }

  @Test
  void oversamplingWeighsADecisionByItsCopies() {
    Map<String, Double> weights = weights("{method: oversampling, by: [origin], label_rate: 50%}");
    assertThat(weights).hasSize(12).containsEntry("d6", 3.0).containsEntry("d7", 3.0);
    assertThat(weights).containsEntry("d11", 3.0).containsEntry("d0", 1.0).containsEntry("d8", 1.0);
  }

  @Test
  void undersamplingLeavesDecisionsOut() {
    Map<String, Double> weights = weights("{method: undersampling, by: [origin], label_rate: 50%}");
    assertThat(weights).hasSize(6).containsKeys("d6", "d7", "d11");
    assertThat(weights.values()).containsOnly(1.0);
  }

  @Test
  void groupsThatHaveTheRateOfAllRowsStayAsTheyAre() {
    assertThat(weights("{method: oversampling, by: [origin]}").values())
        .hasSize(12)
        .containsOnly(1.0);
    assertThat(weights("{method: reweighing, by: [origin]}").values())
        .hasSize(12)
        .containsOnly(1.0);
  }
}
