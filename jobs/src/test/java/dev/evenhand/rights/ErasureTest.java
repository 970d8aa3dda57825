package dev.evenhand.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.base.DataProblem;
import dev.evenhand.history.Corrected;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.lake.table.Corrections;
import dev.evenhand.lake.table.Erasures;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.ModelFlags;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.Scores;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Signer;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Customers 1 to 8 of 200 are forgotten; the first has a segment and an origin of her own. */
@Tag("proof")
class ErasureTest {
  private static final SparkSession SPARK = Spark.session();
  private static final Path HOME = Spark.temporary("erasure");
  private static final Path ROOT = HOME.resolve("lake");
  private static final Lake LAKE = new Lake(SPARK, ROOT.toString());
  private static final List<Long> ERASED = LongStream.rangeClosed(1, 8).boxed().toList();
  private static final Erasure.Options AT_ONCE =
      new Erasure.Options(Duration.ZERO, Set.of("shop"), Optional.of(0.01));

  private static Keys keys;
  private static ShopLake shop;
  private static Map<String, List<String>> others;
  private static Erasure.Report report;
  private static Dataset<Row> openReader;
  private static final Set<Long> countsRead = new ConcurrentSkipListSet<>();

  @BeforeAll
  static void erase() throws Exception {
    keys = FixedKeys.in(HOME);
    shop = ShopLake.write(SPARK, LAKE, keys, 200, 2);
    markSomeRows();
    sideFiles();
    others = othersRows();
    openReader =
        SPARK
            .read()
            .format("delta")
            .option("versionAsOf", LAKE.version(Sales.CONTRACT))
            .load(LAKE.place(Sales.CONTRACT));
    AtomicBoolean isOver = new AtomicBoolean();
    Thread reader = new Thread(() -> readAgainAndAgain(isOver));
    reader.start();
    Erasure erasure = new Erasure(SPARK, LAKE, keys, Clock.systemUTC(), System.out::println);
    try (Lease lease = erasure.lease(Duration.ZERO)) {
      report = erasure.run(resolved().keys(), AT_ONCE);
    }
    isOver.set(true);
    reader.join();
  }

  /** A change feed and deletion vectors, which hold rows that the table no longer shows. */
  private static void markSomeRows() {
    String sales = "delta.`" + LAKE.place(Sales.CONTRACT) + "`";
    SPARK.sql("ALTER TABLE " + sales + " SET TBLPROPERTIES (delta.enableChangeDataFeed = true)");
    SPARK.sql("UPDATE " + sales + " SET channel = 'web' WHERE subject_bucket < 200");
    String scores = "delta.`" + LAKE.place(Scores.CONTRACT) + "`";
    SPARK.sql("ALTER TABLE " + scores + " SET TBLPROPERTIES (delta.enableDeletionVectors = true)");
    SPARK.sql(
        "DELETE FROM " + scores + " WHERE decision_id LIKE '%-1' OR decision_id LIKE '%-150'");
  }

  private static void sideFiles() throws IOException {
    String run = ShopLake.RUN.runId();
    text("models/shop/" + run + "/fair/stages/00/part-0", "{\"labels\":[\"north\",\"Atlantis\"]}");
    text("models/shop/" + run + "/plain/stages/00/part-0", "{\"labels\":[\"north\"]}");
    text("cards/shop/" + run + "/plain.json", "{\"groups\":[\"Atlantis\"]}");
    text("cards/shop/" + run + "/plain.html", "<td>Atlantis</td>");
    text("models/shop/" + ShopLake.LATER.runId() + "/fair/stages/00/part-0", "{}");
  }

  private static void text(String place, String text) throws IOException {
    Files.createDirectories(ROOT.resolve(place).getParent());
    Files.writeString(ROOT.resolve(place), text);
  }

  private static SubjectResolver.Resolved resolved() {
    Map<Integer, String> lines = new TreeMap<>();
    ERASED.forEach(id -> lines.put(id.intValue(), " 000" + ShopLake.number(id) + ".0"));
    lines.put(8, shop.key(8));
    return new SubjectResolver(Catalog.of(SPARK, LAKE), keys)
        .resolve(lines, Optional.of("customer"));
  }

  private static void readAgainAndAgain(AtomicBoolean isOver) {
    while (!isOver.get()) {
      try {
        countsRead.add(
            (long)
                SPARK
                    .read()
                    .format("delta")
                    .load(LAKE.place(Sales.CONTRACT))
                    .select("order_id")
                    .collectAsList()
                    .size());
        Thread.sleep(500);
      } catch (Exception e) { // a version that was opened just before it went
        assertThat(e).isNotNull();
      }
    }
  }

  /** Of every table the rows without the erased, as text. */
  private static Map<String, List<String>> othersRows() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    List<String> traces = new ArrayList<>();
    ERASED.forEach(id -> traces.addAll(shop.traces(id)));
    for (String table : Catalog.of(SPARK, LAKE).tables()) {
      boolean isOurs =
          table.startsWith("govern.")
              || table.equals(Quarantine.CONTRACT.name())
              || table.equals(Figures.FAIRNESS.name());
      if (!isOurs) {
        rows.put(
            table,
            new Catalog(SPARK, LAKE.files())
                .rows(table).toJSON().collectAsList().stream()
                    .filter(row -> traces.stream().noneMatch(row::contains))
                    .sorted()
                    .toList());
      }
    }
    return rows;
  }

  @Test
  void noByteOfThemIsLeft() throws IOException {
    List<String> traces = new ArrayList<>(List.of("Atlantis", "lighthouse keeper"));
    ERASED.forEach(id -> traces.addAll(shop.traces(id)));
    assertThat(report.places()).isEmpty();
    assertThat(Leftovers.of(ROOT, traces)).isEmpty();
    assertThat(Leftovers.of(ROOT, shop.traces(9))).hasSizeGreaterThan(10);
    assertThat(ROOT.resolve("_erasures")).doesNotExist();
  }

  @Test
  void allOtherRowsAreAsTheyWere() {
    Map<String, List<String>> now = othersRows();
    assertThat(now.keySet()).isEqualTo(others.keySet()).hasSizeGreaterThan(14);
    now.forEach((table, rows) -> assertThat(rows).as(table).isEqualTo(others.get(table)));
  }

  @Test
  void refusedRowsThatMentionThemGo() {
    List<Long> left =
        LAKE.read(Quarantine.CONTRACT).select("line").collectAsList().stream()
            .map(row -> row.getLong(0))
            .sorted()
            .toList();
    assertThat(left)
        .isEqualTo(LongStream.range(0, 20).filter(id -> id < 1 || id > 8).boxed().toList());
  }

  @Test
  void olderVersionsCantBeRead() {
    assertThatThrownBy(
            () ->
                SPARK
                    .read()
                    .format("delta")
                    .option("versionAsOf", 1)
                    .load(LAKE.place(Sales.CONTRACT))
                    .collectAsList())
        .isNotNull();
    assertThatThrownBy(() -> openReader.collectAsList()).isNotNull();
  }

  @Test
  void readersSeeTheTableBeforeOrAfterAndNothingBetween() {
    assertThat(countsRead).isSubsetOf(600L, 576L).contains(576L);
  }

  @Test
  void theTableKeepsItsPropertiesAndCanBeWritten() {
    Row detail = SPARK.sql("DESCRIBE DETAIL delta.`" + LAKE.place(Sales.CONTRACT) + "`").head();
    Map<Object, Object> properties = detail.getJavaMap(detail.fieldIndex("properties"));
    assertThat(properties)
        .containsEntry("delta.deletedFileRetentionDuration", "interval 30 days")
        .containsEntry("delta.enableChangeDataFeed", "true")
        .doesNotContainKey("evenhand.files.kept.before");
  }

  @Test
  void theCertificateIsSignedAndNamesNobody() throws IOException {
    Row row = LAKE.read(Erasures.CONTRACT).head();
    String certificate = row.getAs("certificate");
    byte[] text = certificate.getBytes(StandardCharsets.UTF_8);
    byte[] signature = row.getAs("signature");
    byte[] publicKey = row.getAs("public_key");
    assertThat(Signer.verifies(publicKey, text, signature)).isTrue();
    text[10]++;
    assertThat(Signer.verifies(publicKey, text, signature)).isFalse();
    JsonNode json = new ObjectMapper().readTree(certificate);
    assertThat(json.path("subjects")).hasSize(8);
    assertThat(json.path("aliases").asInt()).as("e-mail addresses").isEqualTo(8);
    assertThat(json.path("verification").path("found").asInt(-1)).isZero();
    assertThat(json.path("subjects").toString())
        .contains(keys.keyset().nameFor("erasure", shop.key(3)));
    Map<Object, Object> rows = row.getJavaMap(row.fieldIndex("rows_erased"));
    assertThat(rows)
        .containsEntry("silver.sales", 24L)
        .containsEntry("bronze.customers", 8L)
        .containsEntry("secure.identities", 16L)
        .containsEntry("gold.training_set", 16L)
        .containsEntry("metrics.fairness", 2L);
  }

  @Test
  void modelsThatLearnedFromThemAreFlagged() {
    List<String> flags =
        LAKE
            .read(ModelFlags.CONTRACT)
            .orderBy("model_version")
            .selectExpr(
                "concat_ws(' ', model_version, subjects, training_subjects, needs_retraining, reason)")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    assertThat(flags)
        .containsExactly(
            ShopLake.RUN.runId() + " 6 133 true its files held what only the erased had",
            ShopLake.LATER.runId() + " 6 133 true 4.51% of the persons it learned from are erased");
  }

  @Test
  void aModelThatCantForgetIsWithdrawn() {
    String run = ShopLake.RUN.runId();
    assertThat(ROOT.resolve("models/shop/" + run + "/fair")).doesNotExist();
    assertThat(ROOT.resolve("models/shop/" + run + "/plain")).exists();
    assertThat(ROOT.resolve("cards/shop/" + run + "/plain.html")).doesNotExist();
    assertThat(LAKE.readRun(Models.CONTRACT, ShopLake.RUN).select("status").head().getString(0))
        .isEqualTo("withdrawn");
    assertThat(LAKE.readRun(Models.CONTRACT, ShopLake.LATER).select("status").head().getString(0))
        .isEqualTo("promoted");
    assertThat(LAKE.read(Figures.FAIRNESS).filter("group_value = 'north'").count()).isEqualTo(2);
  }

  @Test
  void whoIsUnknownHasNoKey() {
    SubjectResolver resolver = new SubjectResolver(Catalog.of(SPARK, LAKE), keys);
    SubjectResolver.Resolved resolved =
        resolver.resolve(
            Map.of(1, ShopLake.number(1), 2, ShopLake.number(9), 3, "nobody"),
            Optional.of("customer"));
    assertThat(resolved.unknown()).containsExactly(1, 3);
    assertThat(resolved.keys()).containsExactly(shop.key(9));
  }

  @Test
  void otherKeysAreRefused() {
    Keys wrong = Keys.madeAt(HOME.resolve("others.json"));
    assertThatThrownBy(
            () ->
                new SubjectResolver(Catalog.of(SPARK, LAKE), wrong)
                    .resolve(Map.of(1, ShopLake.number(9)), Optional.of("customer")))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("made with other keys");
  }

  @Test
  void oneWhoStaysGetsAllThatIsHeldOnThem() throws IOException {
    SubjectExport.Held held =
        new SubjectExport(Catalog.of(SPARK, LAKE), keys)
            .of(List.of(shop.key(9)), Set.of("shop"), Instant.parse("2026-03-05T00:00:00Z"));
    JsonNode json = new ObjectMapper().readTree(held.json());
    Map<String, Integer> rows = new TreeMap<>();
    json.path("tables")
        .forEach(table -> rows.put(table.path("table").asText(), table.path("rows").size()));
    assertThat(rows)
        .containsEntry("bronze.sales", 3)
        .containsEntry("silver.sales", 3)
        .containsEntry("bronze.quarantine", 1)
        .containsEntry("secure.identities", 2)
        .containsEntry("gold.decisions", 2)
        .containsEntry("gold.explanations", 2)
        .hasSize(17);
    assertThat(held.json())
        .contains(ShopLake.number(9) + ",bad,")
        .contains("\"identity\" : \"" + ShopLake.number(9) + "@example.com\"")
        .doesNotContain(ShopLake.number(10));
    assertThat(held.page())
        .contains("order-" + ShopLake.number(9) + "-1")
        .contains("Sales lines")
        .doesNotContain("<script");
  }

  @Test
  void impactNamesTheModelsThatLearnedFromACustomer() {
    RetrainLimits limits = new RetrainLimits(Optional.empty(), Optional.empty());
    ConsentImpact impact =
        new ConsentImpact(
            Catalog.of(SPARK, LAKE),
            limits,
            Optional.empty(),
            Instant.parse("2026-04-15T00:00:00Z"));
    assertThat(impact.ofSubjects(List.of(shop.key(9)))).isEmpty();
    assertThat(impact.ofSubjects(List.of(shop.key(10))))
        .extracting(ConsentImpact.Line::subjects, ConsentImpact.Line::trainingSubjects)
        .containsExactly(tuple(1L, 127L), tuple(1L, 127L));
  }

  @Test
  void whatACustomerCorrectsStaysCorrected() {
    Catalog catalog = Catalog.of(SPARK, LAKE);
    Rectification rectification =
        new Rectification(SPARK, LAKE, catalog, Instant.parse("2026-03-05T00:00:00Z"));
    assertThatThrownBy(
            () -> rectification.correct(List.of(shop.key(11)), Map.of("shoe", "3"), "letter"))
        .isInstanceOf(DataProblem.class)
        .hasMessage(
            "rectify: the lake has no attribute shoe of this customer; it has age, origin, segment,"
                + " street. Nothing was changed.");
    assertThat(LAKE.exists(Corrections.CONTRACT)).isFalse();
    Map<String, String> right = Map.of("age", "33", "origin", "");
    assertThat(rectification.correct(List.of(shop.key(11)), right, "letter"))
        .containsEntry(ShopLake.PIPELINE, 2);
    Row subject =
        LAKE.read(Subjects.CONTRACT)
            .filter(Subjects.SUBJECT_KEY.column().equalTo(shop.key(11)))
            .selectExpr("numbers['age']", "categories['segment']")
            .head();
    assertThat(subject.getDouble(0)).isEqualTo(33);
    assertThat(subject.getString(1)).isEqualTo("segment2");
    Dataset<Row> delivered =
        SPARK.sql(
            "SELECT '"
                + shop.key(11)
                + "' AS subject_key, map('age', 41D) AS numbers UNION ALL"
                + " SELECT 'other', map('age', 41D)");
    assertThat(
            Corrected.of(
                    delivered,
                    LAKE.read(Corrections.CONTRACT),
                    Map.of(Corrections.NUMBER, Subjects.NUMBERS))
                .selectExpr("numbers['age']")
                .collectAsList()
                .stream()
                .map(row -> row.getDouble(0)))
        .containsExactlyInAnyOrder(33.0, 41.0);
    assertThat(
            LAKE.read(ProtectedAttributes.CONTRACT).filter("attributes['origin'] IS NULL").count())
        .isEqualTo(1);
  }
}
