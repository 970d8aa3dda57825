package dev.evenhand.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Secret;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.table.Erasures;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Runs;
import dev.evenhand.support.Child;
import dev.evenhand.support.Database;
import dev.evenhand.support.FigureRow;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import dev.evenhand.support.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL has what the lake has, all of it or what it had before. */
class PublicationTest {
  private static final String PASSWORD = "s3cret-of-the-board";
  private static final String FIGURES =
      "SELECT run_id, metric, value, status FROM metrics.fairness ORDER BY run_id, metric, value";

  private final TestLake lake = TestLake.of("spring-offers");
  private String url;

  @BeforeEach
  void publishSomething() {
    url = Database.fresh("board");
    lake.figures(
        Figures.FAIRNESS,
        FigureRow.of("selection_rate", 0.25).model("even-odds"),
        FigureRow.of("selection_rate", 0.25).model("even-odds"),
        FigureRow.of("tpr", null).without("withheld", "fewer than 30 rows"));
    publication().run();
  }

  @Test
  void everyRowComesOnceAndEqualRowsEach() {
    assertThat(Database.rows(url, FIGURES))
        .containsExactly(
            "r20260301T000000000|selection_rate|0.25|ok",
            "r20260301T000000000|selection_rate|0.25|ok",
            "r20260301T000000000|tpr|null|withheld");
  }

  @Test
  void aSecondTimeChangesNothing() {
    List<String> before = Database.rows(url, "SELECT * FROM metrics.fairness ORDER BY row_hash");
    List<Publication.Outcome> outcomes = publication().run();
    assertThat(outcomes).allMatch(table -> table.inserted() == 0 && table.deleted() == 0);
    assertThat(outcomes).extracting(Publication.Outcome::rows).contains(3L);
    assertThat(Database.rows(url, "SELECT * FROM metrics.fairness ORDER BY row_hash"))
        .isEqualTo(before);
  }

  @Test
  void whatChangedInTheLakeChangesAndNothingElse() {
    lake.run("r2").figures(Figures.FAIRNESS, FigureRow.of("tpr", 0.5));
    lake.figures(Figures.FAIRNESS, FigureRow.of("selection_rate", 0.25).model("even-odds"));
    assertThat(publication().run()).contains(new Publication.Outcome("metrics.fairness", 2, 1, 2));
    assertThat(Database.rows(url, FIGURES))
        .containsExactly("r2|tpr|0.5|ok", "r20260301T000000000|selection_rate|0.25|ok");
  }

  /** Three rows are there already, and the database swallows the fourth. */
  @Test
  void whereRowsAreMissingAfterwardsItSaysHowManyThereAreAndHowManyWereStaged() {
    Database.executeIn(
        url,
        "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER swallow BEFORE INSERT ON metrics.fairness"
            + " FOR EACH ROW EXECUTE FUNCTION swallow()");
    lake.run("r2").figures(Figures.FAIRNESS, FigureRow.of("tpr", 0.5));
    assertThatThrownBy(() -> publication().run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("metrics.fairness has 3 rows and 4 were staged");
    assertThat(Database.rows(url, FIGURES)).hasSize(3);
  }

  @Test
  void columnsHaveTypesAndComments() {
    String types =
        """
        SELECT column_name, data_type, col_description(
            (table_schema || '.' || table_name)::regclass, ordinal_position)
        FROM information_schema.columns WHERE table_schema = '%s' AND table_name = '%s'
        """;
    assertThat(Database.rows(url, types.formatted("metrics", "fairness")))
        .contains(
            "value|double precision|the figure; null if withheld or undefined",
            "n|bigint|rows it is made of",
            "computed_at|timestamp with time zone|as-of moment of the run",
            "row_hash|text|SHA-256 of the row; the key");
    assertThat(Database.rows(url, types.formatted("govern", "runs")))
        .contains("versions_read|jsonb|Delta version by table read");
    assertThat(Database.rows(url, types.formatted("govern", "erasures")))
        .anyMatch(column -> column.startsWith("signature|bytea|"));
    assertThat(Database.rows(url, types.formatted("govern", "privacy_ledger")))
        .anyMatch(column -> column.startsWith("epsilon|numeric|"));
  }

  @Test
  void mapsAndMomentsComeOverAsTheyAre() {
    lake.write(
        Runs.CONTRACT,
        1,
        "'train' AS step",
        "'done' AS status",
        "timestamp'2026-03-01 12:00:00.123456' AS started_at",
        "CAST(NULL AS timestamp) AS finished_at",
        "map('gold.features', 3L) AS versions_read",
        "map() AS versions_written",
        "'abc' AS config_sha256",
        "'1' AS code_version",
        "timestamp'2026-03-01 00:00:00' AS as_of",
        "17L AS seed");
    publication().run();
    assertThat(
            Database.rows(
                url,
                "SELECT (versions_read->>'gold.features')::int + 1, started_at ="
                    + " '2026-03-01 12:00:00.123456+00', finished_at FROM govern.runs"))
        .containsExactly("4|true|null");
  }

  /** As does a certificate, in which the hashes of persons stand. */
  @Test
  void whatMayTellOfOnePersonStaysInTheLake() {
    Database.executeIn(
        url,
        "ALTER TABLE govern.runs ADD COLUMN message text",
        "INSERT INTO govern.runs (row_hash, message) VALUES ('old', 'Cannot parse Jane as INT')");
    lake.write(
        Runs.CONTRACT,
        1,
        "'train' AS step",
        "'failed' AS status",
        "timestamp'2026-03-01 12:00:00' AS started_at",
        "CAST(NULL AS timestamp) AS finished_at",
        "map('gold.features', 3L) AS versions_read",
        "map() AS versions_written",
        "'abc' AS config_sha256",
        "'1' AS code_version",
        "timestamp'2026-03-01 00:00:00' AS as_of",
        "17L AS seed",
        "'Cannot parse Jane as INT' AS message");
    lake.append(
        Erasures.CONTRACT,
        "1L AS subjects",
        "array('4a616e65') AS subject_hashes",
        "map('silver.sales', 3L) AS rows_erased",
        "map() AS versions_before",
        "map() AS versions_after",
        "timestamp'2026-03-01 12:00:00' AS requested_at",
        "timestamp'2026-03-01 12:00:00' AS completed_at",
        "'{\"subjects\":[\"4a616e65\"]}' AS certificate",
        "CAST('s' AS binary) AS signature",
        "CAST('k' AS binary) AS public_key");
    publication().run();
    assertThat(Database.rows(url, "SELECT status, message FROM govern.runs"))
        .containsExactly("failed|null");
    assertThat(Database.rows(url, "SELECT subjects FROM govern.erasures")).containsExactly("1");
    assertThat(
            Database.rows(
                url,
                "SELECT table_name, column_name FROM information_schema.columns"
                    + " WHERE table_schema IN ('metrics', 'govern')"
                    + " AND column_name IN ('message', 'subject_hashes', 'certificate')"))
        .containsExactly("runs|message"); // ours of above, empty now
  }

  @Test
  void itSaysWhichVersionOfWhichLakeItIs() {
    assertThat(
            Database.rows(
                url,
                "SELECT table_name, delta_version >= 0, row_count FROM govern.published_tables"
                    + " WHERE row_count > 0 AND lake = '"
                    + lake.lake().files().root()
                    + "'"))
        .containsExactly("metrics.fairness|true|3");
  }

  @Test
  void anotherLakeDoesNotTakeItsPlaceUnasked() {
    TestLake other = TestLake.of("spring-offers");
    other.figures(Figures.FAIRNESS, FigureRow.of("tpr", 0.5));
    Publication publication = publication(other);
    assertThatThrownBy(publication::run)
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("has the tables of lake " + lake.lake().files().root());
    assertThat(Database.rows(url, FIGURES)).hasSize(3);
    publication.replacingAnother();
    assertThat(Database.rows(url, FIGURES)).hasSize(1);
  }

  @Test
  void aColumnThatSomebodyElseMadeIsNamed() {
    Database.executeIn(url, "ALTER TABLE metrics.fairness ALTER COLUMN n TYPE integer");
    assertThatThrownBy(publication()::run)
        .isInstanceOf(DataProblem.class)
        .hasMessage(
            "--jdbc: column n of metrics.fairness is integer, and should be bigint. Drop the"
                + " table, or name another database.");
  }

  @Test
  void aColumnThatCameLaterIsAdded() {
    Database.executeIn(url, "ALTER TABLE metrics.fairness DROP COLUMN q_value");
    publication().run();
    assertThat(Database.rows(url, "SELECT count(q_value) FROM metrics.fairness"))
        .containsExactly("0");
  }

  @Test
  void aUrlWithAPasswordIsRefusedWithoutRepeatingIt() {
    assertThatThrownBy(
            () -> new Postgres(url + "?password=" + PASSWORD, Optional.empty(), Optional.empty()))
        .isInstanceOf(DataProblem.class)
        .hasMessageNotContaining(PASSWORD);
  }

  @Test
  void aDatabaseThatIsNotThereIsToldInOneLine() {
    Postgres nobody =
        new Postgres(
            "jdbc:postgresql://localhost:1/board",
            Optional.of("postgres"),
            Optional.of(new Secret(PASSWORD)));
    assertThatThrownBy(new Publication(catalog(lake), nobody)::run)
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("localhost:1/board can't be reached")
        .hasMessageNotContaining(PASSWORD);
  }

  @Test
  void killedBeforeItsCommitItHasChangedNothingAndTheNextOneFinishes() throws IOException {
    lake.figures(Figures.BALANCE, FigureRow.of("share", 0.5));
    lake.figures(Figures.FAIRNESS, FigureRow.of("tpr", 0.5));
    List<String> before = Database.rows(url, FIGURES);
    Path home = Spark.temporary("publish");
    FixedKeys.in(home);
    Child.Ended killed =
        child(home).option("-Devenhand.failpoint=swapped metrics.fairness").evenhand(arguments());
    assertThat(killed.status()).as(killed.toString()).isEqualTo(137);
    assertThat(Database.rows(url, FIGURES)).isEqualTo(before);
    assertThat(Database.rows(url, "SELECT 1 FROM metrics.balance")).isEmpty();

    Child.Ended done = child(home).option("-Devenhand.log.level=debug").evenhand(arguments());
    assertThat(done.status()).as(done.toString()).isZero();
    assertThat(Database.rows(url, FIGURES)).containsExactly("r20260301T000000000|tpr|0.5|ok");
    assertThat(Database.rows(url, "SELECT 1 FROM metrics.balance")).hasSize(1);
    assertThat(Database.rows(url, "SELECT tablename FROM pg_tables WHERE schemaname LIKE 'even%'"))
        .isEmpty();
    String said = everythingSaid(home);
    assertThat(said.contains("evenhand_staging")).isTrue();
    assertThat(said.contains(PASSWORD)).isFalse();
  }

  private static Child child(Path home) {
    return Child.in(home).environment("PGUSER", "postgres").environment("PGPASSWORD", PASSWORD);
  }

  private String[] arguments() {
    return new String[] {"publish", "--jdbc", url, "--lake", lake.lake().files().root()};
  }

  private static String everythingSaid(Path home) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (List.of("log", "out", "err").contains(file.getFileName().toString())) {
          text.append(Files.readString(file));
        }
      }
    }
    return text.toString();
  }

  private Publication publication() {
    return publication(lake);
  }

  private Publication publication(TestLake of) {
    return new Publication(
        catalog(of), new Postgres(url, Optional.of("postgres"), Optional.of(new Secret(PASSWORD))));
  }

  private static Catalog catalog(TestLake of) {
    return Catalog.of(Spark.session(), of.lake());
  }
}
