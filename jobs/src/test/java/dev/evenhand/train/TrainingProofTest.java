package dev.evenhand.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Pipeline;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.lake.table.Weights;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.TestLake;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Decisions 0 to 4 about as many customers, who all agreed in January. Customer 3 withdrew in
 * February; customer 2 did too, but that was recorded after the run's moment, the first of March.
 */
class TrainingProofTest {
  private static final TestLake WORLD = TestLake.of(SamplePipeline.NAME);
  private static final Pipeline PIPELINE = SamplePipeline.of();

  @BeforeAll
  static void write() {
    WORLD.write(
        Decisions.CONTRACT,
        5,
        "concat('d', id) AS decision_id",
        "concat('s', id) AS subject_key",
        "1S AS subject_bucket",
        "timestamp'2026-02-15' AS decided_at",
        "timestamp'2026-02-15' AS recorded_at",
        "double(id % 2) AS label",
        "map('age', 30D) AS numbers",
        "map('a', 'b') AS categories");
    WORLD.write(
        Consents.CONTRACT,
        7,
        "concat('s', CASE id WHEN 5 THEN 3 WHEN 6 THEN 2 ELSE id END) AS subject_key",
        "1S AS subject_bucket",
        "'direct-marketing' AS purpose",
        "CASE WHEN id < 5 THEN 'granted' ELSE 'withdrawn' END AS status",
        "CASE WHEN id < 5 THEN timestamp'2026-01-01' ELSE timestamp'2026-02-01' END AS valid_from",
        "CASE WHEN id < 6 THEN timestamp'2026-02-01' ELSE timestamp'2026-03-02' END AS recorded_at");
  }

  /** Gold tables in which decisions with smaller numbers stand. */
  private static TestLake run(
      String id, String usable, String drawn, String shown, String weighed) {
    TestLake run = WORLD.run(id);
    run.write(
        UsableDecisions.CONTRACT,
        5,
        "concat('d', " + usable + ") AS decision_id",
        "concat('s', id) AS subject_key",
        "timestamp'2026-02-15' AS decided_at",
        "map('age', 30D) AS numbers",
        "map('a', 'b') AS categories");
    run.write(
        Splits.CONTRACT,
        5,
        "concat('d', id) AS decision_id",
        "CASE WHEN " + drawn + " THEN 'train' ELSE 'test' END AS split");
    run.write(
        TrainingSet.CONTRACT,
        5,
        "concat('d', " + shown + ") AS decision_id",
        "map('age', 30D) AS numbers",
        "map('a', 'b') AS categories",
        "1D AS label");
    run.write(Weights.CONTRACT, 5, "concat('d', " + weighed + ") AS decision_id", "1D AS weight");
    return run;
  }

  @Test
  void rowsUsedAreRowsAllowedLessThoseLeftOutByRule() {
    TestLake run = run("good", "id % 3", "id IN (0, 1, 2)", "id % 2", "0");
    // Customer 4 agreed, too: the run must have seen their decision.
    assertThatThrownBy(() -> TrainingProof.require(run.context(), PIPELINE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("0 rows would train that consent does not allow, and 1 allowed ones");
    TestLake whole =
        run("whole", "CASE id WHEN 3 THEN 4 ELSE id END", "id IN (0, 1, 2)", "id % 2", "0");
    assertThat(TrainingProof.require(whole.context(), PIPELINE))
        .isEqualTo(new TrainingProof(3, 1, 1, 1, 0, 0, 1));
  }

  @Test
  void aRowThatIsNotAllowedDoesNotTrain() {
    TestLake run = run("bad", "id", "id < 4", "id % 4", "id % 4");
    assertThatThrownBy(() -> TrainingProof.require(run.context(), PIPELINE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("1 rows would train that consent does not allow")
        .hasMessageContaining("2026-03-01T00:00:00Z");
  }
}
