package dev.evenhand.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Pipeline;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.lake.table.Weights;
import dev.evenhand.support.FigureRow;
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

  /** Anonymizes the training rows and leaves some of them out by undersampling. */
  private static final Pipeline PIPELINE =
      SamplePipeline.rebalanced("{method: undersampling, by: [origin]}");

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
    tables(run, 5, usable, drawn, shown, weighed);
    return run;
  }

  private static void tables(
      TestLake run, int n, String usable, String drawn, String shown, String weighed) {
    run.write(
        UsableDecisions.CONTRACT,
        n,
        "concat('d', " + usable + ") AS decision_id",
        "concat('s', id) AS subject_key",
        "timestamp'2026-02-15' AS decided_at",
        "map('age', 30D) AS numbers",
        "map('a', 'b') AS categories");
    run.write(
        Splits.CONTRACT,
        n,
        "concat('d', id) AS decision_id",
        "CASE WHEN " + drawn + " THEN 'train' ELSE 'test' END AS split");
    run.write(
        TrainingSet.CONTRACT,
        n,
        "concat('d', " + shown + ") AS decision_id",
        "map('age', 30D) AS numbers",
        "map('a', 'b') AS categories",
        "1D AS label");
    run.write(Weights.CONTRACT, n, "concat('d', " + weighed + ") AS decision_id", "1D AS weight");
  }

  /** What step privacy says it left out. */
  private static void suppressed(TestLake run, double rows) {
    run.figures(
        Figures.PRIVACY,
        FigureRow.of(Measures.ROWS_SUPPRESSED, rows).dataset("decisions").split("train"),
        FigureRow.of(Measures.ROWS_SUPPRESSED, rows).dataset("decisions").group("origin", "north"));
  }

  @Test
  void rowsUsedAreRowsAllowedLessThoseLeftOutByRule() {
    TestLake run = run("good", "id % 3", "id IN (0, 1, 2)", "id % 2", "0");
    suppressed(run, 1);
    // Customer 4 agreed, too: the run must have seen their decision.
    assertThatThrownBy(() -> TrainingProof.require(run.context(), PIPELINE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("0 rows would train that consent does not allow, and 1 allowed ones");
    TestLake whole =
        run("whole", "CASE id WHEN 3 THEN 4 ELSE id END", "id IN (0, 1, 2)", "id % 2", "0");
    suppressed(whole, 1);
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

  /** Decisions 0, 1 and 2 are drawn, and 2 does not reach the training set. */
  @Test
  void aRowThatNobodySuppressedIsLost() {
    String usable = "CASE id WHEN 3 THEN 4 ELSE id END";
    TestLake run = run("uncounted", usable, "id IN (0, 1, 2)", "id % 2", "id % 2");
    suppressed(run, 0);
    assertThatThrownBy(() -> TrainingProof.require(run.context(), PIPELINE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("0 rows would train that consent does not allow, and 1 allowed ones");
    suppressed(run, 1);
    assertThat(TrainingProof.require(run.context(), PIPELINE).suppressed()).isEqualTo(1);
    suppressed(run, 2);
    assertThatThrownBy(() -> TrainingProof.require(run.context(), PIPELINE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("1 of those that were left out would train");
    Pipeline asTheyAre = SamplePipeline.asTheyAre("{method: undersampling, by: [origin]}");
    assertThatThrownBy(() -> TrainingProof.require(run.context(), asTheyAre))
        .as("where nothing is anonymized nothing is suppressed, whatever a figure says")
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("and 1 allowed ones are missing.");
  }

  /** Decision 1 is shown and has no weight, though weighing gives one to each. */
  @Test
  void aRowWithoutAWeightIsLostUnlessRowsAreSampled() {
    String usable = "CASE id WHEN 3 THEN 4 ELSE id END";
    TestLake run = run("weightless", usable, "id IN (0, 1)", "id % 2", "0");
    assertThat(TrainingProof.require(run.context(), PIPELINE).leftOut()).isEqualTo(1);
    assertThatThrownBy(() -> TrainingProof.require(run.context(), SamplePipeline.of()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("and 1 allowed ones are missing");
  }

  /** Decision 4 is usable, and no split has it. */
  @Test
  void aUsableRowThatStandsInNoSplitIsLost() {
    String usable = "CASE id WHEN 3 THEN 4 ELSE id END";
    TestLake run = run("unplaced", usable, "id IN (0, 1)", "id % 2", "id % 2");
    assertThat(TrainingProof.require(run.context(), PIPELINE).lost()).isZero();
    run.write(
        Splits.CONTRACT,
        4,
        "concat('d', id) AS decision_id",
        "CASE WHEN id IN (0, 1) THEN 'train' ELSE 'test' END AS split");
    assertThatThrownBy(() -> TrainingProof.require(run.context(), PIPELINE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("and 1 allowed ones are missing");
  }

  /**
   * Customers 0 and 1 trained as of the first of March. A run of the second recorded that customer
   * 1 withdrew, and one of the third that they agreed again.
   */
  @Test
  void whoRefusedSinceDoesNotTrain() {
    TestLake lake = TestLake.of(SamplePipeline.NAME);
    lake.write(
        Decisions.CONTRACT,
        2,
        "concat('d', id) AS decision_id",
        "concat('s', id) AS subject_key",
        "1S AS subject_bucket",
        "timestamp'2026-02-15' AS decided_at",
        "timestamp'2026-02-15' AS recorded_at",
        "double(id % 2) AS label",
        "map('age', 30D) AS numbers",
        "map('a', 'b') AS categories");
    entries(lake, 2, "id", "granted", "2026-01-01");
    tables(lake, 2, "id", "true", "id", "id");
    assertThat(TrainingProof.require(lake.context(), PIPELINE).used()).isEqualTo(2);
    entries(lake.run("r20260302T000000000"), 1, "1", "withdrawn", "2026-03-02");
    assertThatThrownBy(() -> TrainingProof.require(lake.context(), PIPELINE))
        .isInstanceOf(DataProblem.class)
        .hasMessage(
            "train: 1 persons of this run, which is as of 2026-03-01T00:00:00Z, may not be used any"
                + " more, as later runs recorded. Start a new run.");
    entries(lake.run("r20260303T000000000"), 1, "1", "granted", "2026-03-03");
    assertThat(TrainingProof.require(lake.context(), PIPELINE).used()).isEqualTo(2);
  }

  private static void entries(TestLake run, int n, String customer, String status, String day) {
    run.write(
        Consents.CONTRACT,
        n,
        "concat('s', " + customer + ") AS subject_key",
        "1S AS subject_bucket",
        "'direct-marketing' AS purpose",
        "'" + status + "' AS status",
        "timestamp'" + day + "' AS valid_from",
        "timestamp'" + day + "' AS recorded_at");
  }
}
