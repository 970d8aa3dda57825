package dev.evenhand.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.history.ConsentLedger;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.support.Spark;
import dev.evenhand.support.TestLake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * What an entry of the ledger lacks is read against use. Everyone here allowed mail on the first of
 * January and has one entry more; the run's moment is the first of March 2026.
 */
class LedgerBookTest {
  private static final String JANUARY = "timestamp'2026-01-01'";
  private static final String FEBRUARY = "timestamp'2026-02-01'";
  private static final String NO_DATE = "CAST(NULL AS TIMESTAMP)";

  private static long enter(TestLake run, String... entries) {
    return enter(run.context(), entries);
  }

  /** A run of a day of March 2026, as of its first moment. */
  private static TestLake enterOn(TestLake world, int day, String... entries) {
    TestLake run = world.run("r202603%02dT000000000".formatted(day));
    Instant asOf = TestLake.AS_OF.plus(Duration.ofDays(day - 1L));
    enter(new JobContext(Spark.session(), run.lake(), run.scope(), asOf, 17), entries);
    return run;
  }

  private static long enter(JobContext run, String... entries) {
    Dataset<Row> rows =
        Spark.session()
            .sql(
                "SELECT * FROM VALUES "
                    + String.join(", ", entries)
                    + " AS t(subject_key, purpose, status, valid_from, recorded_at)");
    return new LedgerBook(run, "letters").enter(Canonical.consents(rows));
  }

  private static String entry(String purpose, String status, String validFrom, String recorded) {
    return "('ann', %s, %s, %s, %s)".formatted(purpose, status, validFrom, recorded);
  }

  private static final String ALLOWED = entry("'mail'", "'granted'", JANUARY, JANUARY);

  private static boolean mayUse(TestLake run, String purpose, String moment) {
    Dataset<Row> ledger = run.lake().readPipeline(Consents.CONTRACT, run.scope().pipeline());
    return !ConsentLedger.granted(ledger, purpose, Instant.parse(moment)).isEmpty();
  }

  private static List<String> reasons(TestLake run) {
    return run.lake()
        .readRun(Quarantine.CONTRACT, run.scope())
        .selectExpr("source || ' ' || file || ' ' || reason AS text")
        .orderBy("text")
        .as(Encoders.STRING())
        .collectAsList();
  }

  @Test
  void aRefusalWithoutADateHoldsFromWhenItWasRecorded() {
    TestLake run = TestLake.of("shop");
    assertThat(enter(run, ALLOWED, entry("'mail'", "'withdrawn'", NO_DATE, FEBRUARY))).isEqualTo(1);
    assertThat(mayUse(run, "mail", "2026-01-15T00:00:00Z")).isTrue();
    assertThat(mayUse(run, "mail", "2026-02-15T00:00:00Z")).isFalse();
    assertThat(reasons(run))
        .containsExactly("letters silver.consents valid_from: missing, read as recorded_at");
  }

  @Test
  void aRefusalOfAnUnknownDayBeatsEveryGrantBeforeTheRun() {
    TestLake run = TestLake.of("shop");
    String grantedAgain = entry("'mail'", "'granted'", FEBRUARY, FEBRUARY);
    enter(run, ALLOWED, grantedAgain, entry("'mail'", "'objected'", NO_DATE, NO_DATE));
    assertThat(mayUse(run, "mail", "2026-03-01T00:00:00Z")).isFalse();
    assertThat(reasons(run))
        .containsExactly(
            "letters silver.consents valid_from: missing, read as the moment of the run that first read it");
  }

  private static final String UNDATED = entry("'mail'", "'withdrawn'", NO_DATE, NO_DATE);
  private static final String ON_THE_FIFTH =
      entry("'mail'", "'granted'", "timestamp'2026-03-05'", "timestamp'2026-03-05'");

  private static long entries(TestLake run) {
    return run.lake().readPipeline(Consents.CONTRACT, "shop").count();
  }

  @Test
  void aRefusalOfAnUnknownDayIsEnteredOnceAndALaterGrantCounts() {
    TestLake first = TestLake.of("shop");
    enter(first, ALLOWED, UNDATED);
    enterOn(first, 3, ALLOWED, UNDATED);
    assertThat(entries(first)).as("the grant and the withdrawal").isEqualTo(2);
    enterOn(first, 6, ALLOWED, UNDATED, ON_THE_FIFTH);
    enterOn(first, 7, ALLOWED, UNDATED, ON_THE_FIFTH);
    assertThat(entries(first)).isEqualTo(3);
    assertThat(mayUse(first, "mail", "2026-03-04T00:00:00Z")).isFalse();
    assertThat(mayUse(first, "mail", "2026-03-07T00:00:00Z")).isTrue();
  }

  @Test
  void aRefusalOfAnUnknownDayMoreIsANewOne() {
    TestLake first = TestLake.of("shop");
    enter(first, UNDATED);
    enterOn(first, 6, UNDATED, ON_THE_FIFTH);
    enterOn(first, 8, UNDATED, ON_THE_FIFTH, UNDATED);
    enterOn(first, 9, UNDATED, ON_THE_FIFTH, UNDATED);
    assertThat(entries(first)).isEqualTo(3);
    assertThat(mayUse(first, "mail", "2026-03-07T00:00:00Z")).isTrue();
    assertThat(mayUse(first, "mail", "2026-03-08T00:00:00Z")).isFalse();
  }

  /** The source holds what is so today: the grant is gone when the customer withdraws again. */
  @Test
  void aRefusalOfAnUnknownDayInPlaceOfALaterGrantIsANewOne() {
    TestLake first = TestLake.of("shop");
    enter(first, UNDATED);
    enterOn(first, 6, ON_THE_FIFTH);
    assertThat(mayUse(first, "mail", "2026-03-06T00:00:00Z")).isTrue();
    enterOn(first, 8, UNDATED);
    enterOn(first, 9, UNDATED);
    assertThat(entries(first)).isEqualTo(3);
    assertThat(mayUse(first, "mail", "2026-03-08T00:00:00Z")).isFalse();
  }

  @Test
  void aRunAsOfAPastDayFindsARefusalOfAnUnknownDayInForce() {
    TestLake first = TestLake.of("shop");
    enterOn(first, 9, ALLOWED, UNDATED);
    assertThat(mayUse(first, "mail", "2026-03-04T00:00:00Z")).isTrue();
    enterOn(first, 4, ALLOWED, UNDATED);
    assertThat(mayUse(first, "mail", "2026-03-04T00:00:00Z")).isFalse();
  }

  /** Two rows of one entry, recorded by two shops. */
  @Test
  void ofRowsThatDifferBesideTheKeyTheGreatestTells() {
    TestLake run = TestLake.of("shop");
    for (String order : List.of("source", "source DESC")) {
      Dataset<Row> rows =
          Spark.session()
              .sql(
                  "SELECT 'ann' AS subject_key, 'mail' AS purpose, 'granted' AS status, "
                      + JANUARY
                      + " AS valid_from, source, basis AS lawful_basis FROM VALUES"
                      + " ('web', 'contract'), ('shop', 'consent'), (NULL, NULL)"
                      + " AS t(source, basis) ORDER BY "
                      + order);
      new LedgerBook(run.context(), "letters").enter(Canonical.consents(rows));
      assertThat(
              run.lake()
                  .readPipeline(Consents.CONTRACT, "shop")
                  .selectExpr("lawful_basis || ' ' || source")
                  .as(Encoders.STRING())
                  .collectAsList())
          .containsExactly("contract web");
    }
  }

  @Test
  void aRefusalWithoutAPurposeIsOfEveryOne() {
    TestLake run = TestLake.of("shop");
    enter(
        run,
        ALLOWED,
        entry("'letters'", "'granted'", JANUARY, JANUARY),
        entry("' '", "'restricted'", FEBRUARY, FEBRUARY));
    assertThat(mayUse(run, "mail", "2026-03-01T00:00:00Z")).isFalse();
    assertThat(mayUse(run, "letters", "2026-03-01T00:00:00Z")).isFalse();
  }

  @Test
  void anEntryWithoutAStatusIsARestriction() {
    TestLake run = TestLake.of("shop");
    enter(run, ALLOWED, entry("'mail'", "NULL", FEBRUARY, FEBRUARY));
    assertThat(mayUse(run, "mail", "2026-03-01T00:00:00Z")).isFalse();
    assertThat(reasons(run))
        .containsExactly("letters silver.consents status: missing, read as restricted");
  }

  @Test
  void aGrantThatLacksSomethingIsOfNoUse() {
    TestLake run = TestLake.of("shop");
    assertThat(
            enter(
                run,
                entry("'mail'", "'granted'", NO_DATE, JANUARY),
                entry("NULL", "'granted'", JANUARY, JANUARY)))
        .isEqualTo(2);
    assertThat(mayUse(run, "mail", "2026-03-01T00:00:00Z")).isFalse();
    assertThat(run.lake().readPipeline(Consents.CONTRACT, "shop").count()).isZero();
    assertThat(reasons(run))
        .containsExactly(
            "letters silver.consents purpose: missing, of no use",
            "letters silver.consents valid_from: missing, of no use");
  }

  @Test
  void anEntryWithoutASubjectIsTold() {
    TestLake run = TestLake.of("shop");
    assertThat(enter(run, ALLOWED, "(NULL, 'mail', 'withdrawn', " + JANUARY + ", NULL)"))
        .isEqualTo(1);
    assertThat(reasons(run))
        .containsExactly("letters silver.consents subject_key: missing, of no use");
  }

  @Test
  void aWordThatTheLedgerDoesNotKnowStopsTheRun() {
    TestLake run = TestLake.of("shop");
    assertThatThrownBy(() -> enter(run, entry("'mail'", "'opt-out'", JANUARY, JANUARY)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("conform.consents: 1 entries break the rule status IN")
        .hasMessageNotContaining("opt-out");
    assertThat(run.lake().exists(Consents.CONTRACT)).isFalse();
  }

  @Test
  void theSameEntryTwiceGivesTheRightsOfOne() {
    String withdrawn = entry("'mail'", "'withdrawn'", FEBRUARY, FEBRUARY);
    TestLake once = TestLake.of("shop");
    enter(once, ALLOWED, withdrawn);
    TestLake twice = TestLake.of("shop");
    enter(twice, ALLOWED, withdrawn, withdrawn, ALLOWED);
    TestLake nextDay = twice.run("r20260302T000000000");
    enter(nextDay, ALLOWED, ALLOWED, withdrawn);
    for (TestLake run : List.of(once, twice)) {
      assertThat(run.lake().readPipeline(Consents.CONTRACT, "shop").count()).isEqualTo(2);
      assertThat(mayUse(run, "mail", "2026-01-15T00:00:00Z")).isTrue();
      assertThat(mayUse(run, "mail", "2026-02-15T00:00:00Z")).isFalse();
    }
    assertThat(reasons(twice)).isEmpty();
  }
}
