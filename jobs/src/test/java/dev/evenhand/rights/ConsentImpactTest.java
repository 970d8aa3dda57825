package dev.evenhand.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.history.ConsentRules.MinimumAge;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingProofs;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.rights.ConsentImpact.Line;
import dev.evenhand.rights.ConsentImpact.Minors;
import dev.evenhand.support.Spark;
import dev.evenhand.support.TestLake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A model was trained on 10 customers on the first of March. Customer 1 withdrew on the 10th, 4
 * objects to any profiling since the 15th; 2 had withdrawn before, 3 thought better of it.
 */
class ConsentImpactTest {
  private static final TestLake WORLD = TestLake.of("shop");
  private static final Instant MARCH = Instant.parse("2026-03-20T00:00:00Z");

  @BeforeAll
  static void write() {
    models(WORLD);
    WORLD.write(
        Consents.CONTRACT,
        6,
        "concat('s', element_at(array(1, 2, 3, 3, 4, 11), int(id) + 1)) AS subject_key",
        "1S AS subject_bucket",
        "CASE WHEN id = 4 THEN '*' ELSE 'mail' END AS purpose",
        "CASE WHEN id = 4 THEN 'profiling' END AS about",
        "CASE WHEN id = 3 THEN 'granted' ELSE 'withdrawn' END AS status",
        day() + " AS valid_from",
        day() + " AS recorded_at");
  }

  private static void models(TestLake world) {
    world.write(
        UsableDecisions.CONTRACT,
        12,
        "concat('d', id) AS decision_id",
        "concat('s', id) AS subject_key",
        "timestamp'2026-02-15' AS decided_at",
        "map('age', 30D) AS numbers",
        "map('a', 'b') AS categories");
    world.write(
        Splits.CONTRACT,
        12,
        "concat('d', id) AS decision_id",
        "CASE WHEN id < 8 THEN 'train' WHEN id < 10 THEN 'validation' ELSE 'test' END AS split");
    model(world);
  }

  private static void model(TestLake world) {
    world.write(
        Models.CONTRACT,
        1,
        "'fair' AS model",
        "'x' AS estimator",
        "'promoted' AS status",
        "'models/shop/x/fair' AS path",
        "'0' AS sha256",
        "1L AS training_table_version",
        "8L AS training_rows",
        "map('a', 'b') AS parameters",
        "0.5D AS threshold",
        "timestamp'2026-03-01' AS trained_at",
        "0.15D AS retrain_share",
        "60 AS retrain_days");
  }

  private static String day() {
    return "timestamp(concat('2026-', element_at("
        + "array('03-10', '02-01', '03-10', '03-12', '03-15', '03-15'), int(id) + 1)))";
  }

  private static Line impact(String since, Instant now, double share) {
    return impact(
        since, now, new RetrainLimits(Optional.of(share), Optional.of(Duration.ofDays(30))));
  }

  private static Line impact(String since, Instant now, RetrainLimits limits) {
    return impact(WORLD, since, now, limits);
  }

  private static Line impact(TestLake world, String since, Instant now, RetrainLimits limits) {
    return impact(world, since, now, limits, Optional.empty());
  }

  private static Line impact(
      TestLake world, String since, Instant now, RetrainLimits limits, Optional<Minors> minors) {
    Catalog catalog = Catalog.of(Spark.session(), world.lake());
    List<Line> lines =
        new ConsentImpact(catalog, limits, minors, now)
            .ofRefusalsSince(Instant.parse(since + "T00:00:00Z"));
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  @Test
  void countsThoseWhoRefusedAfterTheModelWasTrained() {
    Line line = impact("2026-01-01", MARCH, 0.5);
    assertThat(line.subjects()).as("customers 1 and 4").isEqualTo(2);
    assertThat(line.trainingSubjects()).isEqualTo(10);
    assertThat(line.needsRetraining()).isFalse();
    assertThat(impact("2026-03-12", MARCH, 0.5).subjects()).as("customer 4").isEqualTo(1);
  }

  @Test
  void aModelNeedsRetrainingByShareOrAge() {
    assertThat(impact("2026-01-01", MARCH, 0.1).reason())
        .isEqualTo("20.00% of the persons it learned from");
    assertThat(impact("2026-01-01", Instant.parse("2026-05-01T00:00:00Z"), 0.5).reason())
        .isEqualTo("used for 52 days since the first refusal");
  }

  @Test
  void itsFileSaysWhenUnlessTheCommandDoes() {
    RetrainLimits ofFile = new RetrainLimits(Optional.empty(), Optional.empty());
    assertThat(impact("2026-01-01", MARCH, ofFile).reason())
        .as("2 of 10 are more than 15 percent")
        .isEqualTo("20.00% of the persons it learned from");
    Instant may = Instant.parse("2026-05-01T00:00:00Z");
    RetrainLimits half = new RetrainLimits(Optional.of(0.5), Optional.empty());
    assertThat(impact("2026-01-01", may, half).needsRetraining())
        .as("52 days are within 60")
        .isFalse();
  }

  /**
   * The model was trained for mail. Customer 1 left letters before and mail after it, customer 2
   * left letters alone after it, customer 3 every use.
   */
  @Test
  void aRefusalCountsForThePurposeThatTheModelWasTrainedFor() {
    TestLake world = TestLake.of("shop");
    models(world);
    world.write(
        TrainingProofs.CONTRACT,
        1,
        "'fair' AS model",
        "timestamp'2026-03-01' AS as_of",
        "'consent' AS lawful_basis",
        "'mail' AS purpose",
        "1L AS decisions_version",
        "1L AS training_table_version",
        "8L AS rows_allowed",
        "0L AS rows_suppressed",
        "0L AS rows_left_out",
        "8L AS rows_used",
        "0L AS rows_not_allowed",
        "0L AS rows_lost",
        "8L AS subjects_used",
        "true AS is_proved");
    String day =
        "timestamp(element_at(array('2026-02-01', '2026-03-12', '2026-03-14', '2026-03-16'), int(id) + 1))";
    world.write(
        Consents.CONTRACT,
        4,
        "concat('s', element_at(array(1, 1, 2, 3), int(id) + 1)) AS subject_key",
        "1S AS subject_bucket",
        "element_at(array('letters', 'mail', 'letters', '*'), int(id) + 1) AS purpose",
        "'withdrawn' AS status",
        day + " AS valid_from",
        day + " AS recorded_at");
    RetrainLimits limits = new RetrainLimits(Optional.of(0.5), Optional.of(Duration.ofDays(30)));
    assertThat(impact(world, "2026-01-01", MARCH, limits).subjects())
        .as("customers 1 and 3")
        .isEqualTo(2);
    Instant may = Instant.parse("2026-05-01T00:00:00Z");
    assertThat(impact(world, "2026-01-01", may, limits).reason())
        .as("since customer 1 left mail on the 12th of March")
        .isEqualTo("used for 50 days since the first refusal");
  }

  /**
   * Customer 1 refused everywhere and agreed again in Austria alone, 2 refused in Austria and
   * agreed again everywhere, 3 agreed everywhere and refused in Austria, 4 is twelve, refused and
   * agreed again, 5 refuses from April on, and what 6 refused was recorded in April.
   */
  @Test
  void aRefusalIsInForceAsTheLedgerReadsIt() {
    TestLake world = TestLake.of("shop");
    models(world);
    String austria = "'AT'";
    String everywhere = "string(NULL)";
    entries(
        world,
        entry(1, "withdrawn", everywhere, "03-10", "03-10"),
        entry(1, "granted", austria, "03-11", "03-11"),
        entry(2, "withdrawn", austria, "03-10", "03-10"),
        entry(2, "granted", everywhere, "03-11", "03-11"),
        entry(3, "granted", everywhere, "03-10", "03-10"),
        entry(3, "withdrawn", austria, "03-11", "03-11"),
        entry(4, "withdrawn", everywhere, "03-10", "03-10"),
        entry(4, "granted", everywhere, "03-11", "03-11"),
        entry(5, "withdrawn", everywhere, "04-10", "03-10"),
        entry(6, "withdrawn", everywhere, "03-10", "04-10"));
    world.write(
        ProtectedAttributes.CONTRACT,
        7,
        "concat('s', id) AS subject_key",
        "1S AS subject_bucket",
        "timestamp'2020-01-01' AS valid_from",
        "map('birth_date', if(id = 4, '2014-01-01', '1980-01-01')) AS attributes");
    RetrainLimits limits = new RetrainLimits(Optional.of(0.5), Optional.of(Duration.ofDays(30)));
    assertThat(impact(world, "2026-01-01", MARCH, limits).subjects()).as("customer 3").isEqualTo(1);
    Minors minors = new Minors(new MinimumAge(16, Map.of()), "birth_date");
    assertThat(impact(world, "2026-01-01", MARCH, limits, Optional.of(minors)).subjects())
        .as("customers 3 and 4")
        .isEqualTo(2);
  }

  private static String entry(
      int customer, String status, String place, String from, String known) {
    return "('s%d', 1S, 'mail', '%s', timestamp'2026-%s', timestamp'2026-%s', %s)"
        .formatted(customer, status, from, known, place);
  }

  private static void entries(TestLake world, String... entries) {
    world
        .lake()
        .replaceRun(
            Consents.CONTRACT,
            Spark.session()
                .sql(
                    "SELECT * FROM VALUES "
                        + String.join(", ", entries)
                        + " AS t(subject_key, subject_bucket, purpose, status, valid_from,"
                        + " recorded_at, jurisdiction)"),
            world.scope());
  }

  @Test
  void runsWhoseSplitsAreGoneAreNamed() {
    TestLake old = TestLake.of("old");
    model(old);
    assertThat(untold(old)).singleElement().asString().startsWith("old ");
    assertThat(untold(WORLD)).isEmpty();
  }

  private static List<String> untold(TestLake world) {
    Catalog catalog = Catalog.of(Spark.session(), world.lake());
    RetrainLimits limits = new RetrainLimits(Optional.empty(), Optional.empty());
    return new ConsentImpact(catalog, limits, Optional.empty(), MARCH).untold();
  }
}
