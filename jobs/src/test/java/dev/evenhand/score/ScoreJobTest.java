package dev.evenhand.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Runs;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.TestLake;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;

class ScoreJobTest {
  /** Number 0 is about customer 0, and so on. */
  private static void decisions(TestLake run, int count, String... more) {
    List<String> columns = new ArrayList<>(List.of(more));
    columns.add("concat('d', id) AS decision_id");
    columns.add("concat('s', id) AS subject_key");
    columns.add("timestamp'2026-02-15' AS decided_at");
    columns.add("map('age', 30D) AS numbers");
    columns.add("map('a', 'b') AS categories");
    run.write(UsableDecisions.CONTRACT, count, columns.toArray(String[]::new));
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

  private static List<String> scored(TestLake run) {
    ScoringModel model = new ScoringModel("even-odds", "r1", "models/none", "0");
    return new ScoreJob(SamplePipeline.of(), model)
        .open(run.context())
        .select("decision_id")
        .orderBy("decision_id")
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** Decisions 0, 1 and 2 are open; a later run recorded that customer 1 withdrew. */
  @Test
  void whoRefusedSinceIsNotScored() {
    TestLake run = TestLake.of(SamplePipeline.NAME);
    decisions(run, 4, "CASE WHEN id = 3 THEN 1D END AS label");
    entries(run, 4, "id", "granted", "2026-01-01");
    assertThat(scored(run)).containsExactly("d0", "d1", "d2");
    entries(run.run("r20260302T000000000"), 1, "1", "withdrawn", "2026-03-02");
    assertThat(scored(run)).containsExactly("d0", "d2");
  }

  /**
   * A run of the 2nd recorded that customer 0 withdraws from the 5th on, customer 1 until the 8th
   * and customer 2 from the 20th on. The newest run is as of the 10th.
   */
  @Test
  void aRefusalCountsFromTheDayThatItHolds() {
    TestLake run = TestLake.of(SamplePipeline.NAME);
    decisions(run, 3);
    entries(run, 3, "id", "granted", "2026-01-01");
    TestLake second = run.run("r20260302T000000000");
    second.write(
        Consents.CONTRACT,
        4,
        "concat('s', element_at(array(0, 1, 1, 2), int(id) + 1)) AS subject_key",
        "1S AS subject_bucket",
        "'direct-marketing' AS purpose",
        "if(id = 2, 'granted', 'withdrawn') AS status",
        "timestamp(element_at(array('2026-03-05', '2026-03-02', '2026-03-08', '2026-03-20'), int(id) + 1)) AS valid_from",
        "timestamp'2026-03-02' AS recorded_at");
    logged(second, "2026-03-02");
    assertThat(scored(run)).containsExactly("d0", "d2");
    logged(run.run("r20260310T000000000"), "2026-03-10");
    assertThat(scored(run)).containsExactly("d1", "d2");
  }

  /** A run of the past day recorded what customer 0 said on the 2nd. */
  @Test
  void whatARunAsOfAPastDayRecordedCounts() {
    TestLake run = TestLake.of(SamplePipeline.NAME);
    decisions(run, 1);
    entries(run, 1, "id", "granted", "2026-01-01");
    TestLake past = run.run("r20260303T000000000");
    entries(past, 1, "id", "withdrawn", "2026-03-02");
    logged(past, "2026-01-15");
    assertThat(scored(run)).isEmpty();
  }

  private static void logged(TestLake run, String asOf) {
    run.append(
        Runs.CONTRACT,
        "'run' AS step",
        "'done' AS status",
        "timestamp'" + asOf + "' AS started_at",
        "map('x', 1L) AS versions_read",
        "map('x', 1L) AS versions_written",
        "'0' AS config_sha256",
        "'0' AS code_version",
        "timestamp'" + asOf + "' AS as_of",
        "17L AS seed");
  }

  /** What the run itself recorded of days after its moment is not known by then. */
  @Test
  void aRunAsOfAPastDayFindsWhatItFoundThen() {
    TestLake run = TestLake.of(SamplePipeline.NAME);
    decisions(run, 1);
    run.write(
        Consents.CONTRACT,
        2,
        "'s0' AS subject_key",
        "1S AS subject_bucket",
        "'direct-marketing' AS purpose",
        "element_at(array('granted', 'withdrawn'), int(id) + 1) AS status",
        "timestamp(element_at(array('2026-01-01', '2026-03-02'), int(id) + 1)) AS valid_from",
        "timestamp(element_at(array('2026-01-01', '2026-03-02'), int(id) + 1)) AS recorded_at");
    assertThat(scored(run)).containsExactly("d0");
  }
}
