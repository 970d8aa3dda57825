package dev.evenhand.command;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Exports;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.SubjectBucket;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.pseudonym.CanonicalForm;
import dev.evenhand.pseudonym.KeyStore;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Pseudonyms;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import picocli.CommandLine;

/**
 * Customers 1 to 6: 1 to 5 consented to mail, of whom 5 withdrew; 1 to 3 consented to research.
 * Each bought twice; their decisions' ids hold their subject keys; customer 2 is the friend of 1.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExportCommandTest {
  private static final SparkSession SPARK = Spark.session();
  private static final Path HOME = Spark.temporary("export-command");
  private static final Lake LAKE = new Lake(SPARK, HOME.resolve("lake").toString());
  private static final Keys KEYS = FixedKeys.in(HOME);
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final RunScope RUN = new RunScope("shop", "r20260301T000000000");

  @BeforeAll
  static void write() {
    Pseudonyms pseudonyms = new Pseudonyms(KEYS);
    Dataset<Row> customers =
        SPARK
            .range(1, 7)
            .selectExpr("id", "string(id) AS number")
            .withColumn(
                "subject_key",
                pseudonyms.pseudonym(col("number"), "customer", CanonicalForm.DIGITS))
            .withColumn("subject_bucket", SubjectBucket.of(col("subject_key")))
            .withColumn("day", expr("timestamp'2026-02-01'"));
    Column identity = pseudonyms.identity(col("number"), "customer", CanonicalForm.DIGITS);
    LAKE.replacePipeline(
        Identities.CONTRACT,
        customers.select(
            lit("customer").as("namespace"),
            identity.as("identity"),
            col("subject_key"),
            lit(1).as("key_version")),
        RUN);
    String friend = KEYS.keyset().pseudonym("customer", "2");
    LAKE.replaceRun(
        Subjects.CONTRACT,
        customers
            .withColumn("valid_from", col("day"))
            .withColumn("numbers", expr("map('age', double(id))"))
            .withColumn(
                "categories",
                expr(
                    "map('segment', 'gold', 'origin', 'north', 'friend', IF(id = 1, 'to "
                        + friend
                        + "', ''))")),
        RUN);
    LAKE.replaceRun(
        ProtectedAttributes.CONTRACT,
        customers
            .withColumn("valid_from", col("day"))
            .withColumn("attributes", expr("map('origin', 'north')")),
        RUN);
    LAKE.replacePipeline(
        Sales.CONTRACT,
        customers
            .withColumn("sold_at", col("day"))
            .withColumn("recorded_at", col("day"))
            .withColumn(
                "order_id", expr("explode(array(concat('o', id, 'a'), concat('o', id, 'b')))"))
            .withColumn("channel", expr("concat('by ', subject_key)"))
            .withColumn("amount", expr("cast(id AS DECIMAL(18,4))")),
        RUN);
    Dataset<Row> decided =
        customers.withColumn("decision_id", expr("concat('spring-', subject_key)"));
    LAKE.replacePipeline(
        Decisions.CONTRACT,
        decided
            .withColumn("decided_at", col("day"))
            .withColumn("recorded_at", col("day"))
            .withColumn("label", lit(1.0))
            .withColumn("numbers", expr("map('visits', 1D)"))
            .withColumn("categories", expr("map('site', 'a')")),
        RUN);
    LAKE.replaceRun(
        Predictions.CONTRACT,
        decided.selectExpr(
            "'fair' AS model",
            "decision_id",
            "'test' AS split",
            "1D AS label",
            "0.5D AS score",
            "1D AS decision"),
        RUN);
    LAKE.replaceRun(Consents.CONTRACT, consents(customers), RUN);
    KeyStore store = new KeyStore(KEYS);
    store.addPurpose("mail");
    store.addPurpose("research");
  }

  private static Dataset<Row> consents(Dataset<Row> customers) {
    Dataset<Row> granted =
        customers
            .filter("id <= 5")
            .selectExpr("*", "'mail' AS purpose", "'granted' AS status")
            .union(
                customers
                    .filter("id <= 3")
                    .selectExpr("*", "'research' AS purpose", "'granted' AS status"));
    return granted
        .selectExpr("*", "timestamp'2026-01-01' AS valid_from")
        .union(
            customers
                .filter("id = 5")
                .selectExpr(
                    "*",
                    "'mail' AS purpose",
                    "'withdrawn' AS status",
                    "timestamp'2026-02-01' AS valid_from"))
        .withColumn("recorded_at", col("valid_from"));
  }

  private static String export(String source, String purpose, String out, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(source, "--purpose", purpose, "--out", place(out)));
    arguments.addAll(List.of("--lake", LAKE.files().root(), "--keys", KEYS.path().toString()));
    arguments.addAll(List.of(more));
    CommandLine line =
        new CommandLine(
            new ExportCommand(name -> SPARK.newSession(), Clock.fixed(NOW, ZoneOffset.UTC)));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    List<String> problems = new ArrayList<>();
    line.setExecutionExceptionHandler(
        (problem, command, parsed) -> {
          problems.add(problem instanceof DataProblem ? problem.getMessage() : "?" + problem);
          return 2;
        });
    int status = line.execute(arguments.toArray(String[]::new));
    return status + (problems.isEmpty() ? "" : " " + problems.get(0));
  }

  private static String place(String out) {
    return HOME.resolve(out).toString();
  }

  private static Dataset<Row> csv(String out) {
    return SPARK.read().option("header", true).csv(place(out) + "/part-*");
  }

  private static Dataset<Row> parquet(String out) {
    return SPARK.read().parquet(place(out) + "/table");
  }

  private static Set<String> names(Dataset<Row> rows) {
    return rows.select("subject_key").collectAsList().stream()
        .map(row -> row.getString(0))
        .collect(Collectors.toSet());
  }

  private static Set<String> called(String purpose, int from, int to) {
    var keyset = Keys.at(KEYS.path()).keyset();
    return IntStream.rangeClosed(from, to)
        .mapToObj(
            id ->
                keyset.exported(
                    purpose, "subject_key", keyset.pseudonym("customer", String.valueOf(id))))
        .collect(Collectors.toSet());
  }

  private static String bytes(String out) {
    try (Stream<Path> files = Files.walk(HOME.resolve(out))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> subjectKeys() {
    return IntStream.rangeClosed(1, 6)
        .mapToObj(id -> KEYS.keyset().pseudonym("customer", String.valueOf(id)))
        .toList();
  }

  @Test
  @Order(1)
  void whoConsentsNowLeavesUnderNamesOfThePurpose() {
    assertThat(export("silver.sales", "mail", "mail")).isEqualTo("0");
    assertThat(export("silver.sales", "research", "research")).isEqualTo("0");

    assertThat(csv("mail").count()).isEqualTo(8);
    assertThat(names(csv("mail"))).isEqualTo(called("mail", 1, 4));
    assertThat(names(csv("research"))).isEqualTo(called("research", 1, 3));
    for (String column : List.of("subject_key", "order_id")) {
      assertThat(csv("mail").join(csv("research"), column).count()).as("joined").isZero();
    }
    assertThat(csv("mail").columns())
        .contains("amount", "sold_at")
        .doesNotContain("subject_bucket", "channel");
    assertThat(bytes("mail")).doesNotContain(subjectKeys()).doesNotContain("o1a");
  }

  @Test
  @Order(2)
  void protectedAttributesAndSubjectKeysWithinAttributesStay() throws IOException {
    assertThat(export("silver.subjects", "mail", "subjects", "--format", "parquet")).isEqualTo("0");

    Map<String, String> one =
        parquet("subjects")
            .head()
            .getJavaMap(parquet("subjects").schema().fieldIndex("categories"));
    assertThat(one).isEqualTo(Map.of("segment", "gold"));
    String report = Files.readString(HOME.resolve("subjects/report.json"));
    assertThat(report)
        .contains("silver.subjects.categories.origin")
        .contains("silver.subjects.categories.friend")
        .contains("\"rows\" : 4")
        .contains("\"silver.subjects\" : 2");
    assertThat(bytes("subjects")).doesNotContain(subjectKeys());
  }

  @Test
  @Order(3)
  void aQuerySeesAllowedRowsAlone() {
    String query =
        "WITH s AS (SELECT * FROM silver.sales) SELECT d.subject_key, d.decision_id, sum(s.amount)"
            + " AS spent, md5(d.subject_key) AS hash FROM silver.decisions d JOIN s ON"
            + " d.subject_key = s.subject_key GROUP BY ALL";
    assertThat(export(query, "research", "query", "--format", "parquet")).isEqualTo("0");
    assertThat(names(parquet("query"))).isEqualTo(called("research", 1, 3));
    assertThat(parquet("query").selectExpr("sum(spent)").head().getDecimal(0).intValue())
        .isEqualTo(12);
    assertThat(
            export(
                "SELECT sum(amount) AS s FROM silver.sales",
                "research",
                "sum",
                "--format",
                "parquet"))
        .isEqualTo("0");
    assertThat(parquet("sum").head().getDecimal(0).intValue()).isEqualTo(12);
  }

  @Test
  @Order(4)
  void aTableThatKnowsDecisionsAloneLeavesToo() {
    assertThat(export("gold.predictions", "mail", "predictions")).isEqualTo("0");
    assertThat(names(csv("predictions"))).isEqualTo(called("mail", 1, 4));
    assertThat(bytes("predictions")).doesNotContain(subjectKeys());
  }

  @Test
  @Order(5)
  void anotherBasisHonoursObjectionsAlone() {
    assertThat(
            export(
                "silver.decisions",
                "mail",
                "basis",
                "--basis",
                "legitimate_interest",
                "--reason",
                "they bought lately"))
        .isEqualTo("0");
    Set<String> all = called("mail", 1, 4);
    all.addAll(called("mail", 6, 6));
    assertThat(names(csv("basis"))).isEqualTo(all);
  }

  /** Of customers 1 to 4 one has another origin than the rest. */
  @Test
  @Order(6)
  void protectedAttributesLeaveWhereKPersonsShareAllValues() {
    String query =
        "SELECT subject_key, IF(s.numbers['age'] = 1, 'rare', p.attributes['origin']) AS origin FROM"
            + " silver.protected p JOIN silver.subjects s USING (subject_key)";
    assertThat(export(query, "mail", "shared", "--k", "3")).isEqualTo("0");
    assertThat(names(csv("shared"))).isEqualTo(called("mail", 2, 4));
    assertThat(csv("shared").select("origin").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("north");
    assertThat(export("silver.protected", "mail", "no", "--k", "3")).contains("plain values");
    assertThat(export(query, "mail", "no", "--k", "1")).contains("2 or more");
  }

  @Test
  @Order(6)
  void whatMustNotLeaveIsRefusedAndNothingWritten() {
    assertThat(export("silver.protected", "mail", "no"))
        .startsWith("2 export: silver.protected does not leave the lake for a purpose");
    for (String table : List.of("secure.identities", "silver.consents", "bronze.sales")) {
      assertThat(export("SELECT * FROM " + table, "mail", "no")).contains("does not leave");
    }
    assertThat(
            export("SELECT 1 FROM delta.`" + LAKE.place(Identities.CONTRACT) + "`", "mail", "no"))
        .startsWith("2 ")
        .contains("does not leave");
    assertThat(export("SELECT * FROM sales", "mail", "no")).contains("sales does not leave");
    assertThat(export("SELECT channel FROM silver.sales", "mail", "no")).contains("channel");
    assertThat(export("SELECT subject_bucket FROM silver.sales", "mail", "no"))
        .startsWith("2 export: ");
    assertThat(export("INSERT INTO silver.sales SELECT 1", "mail", "no")).contains("only reads");
    assertThat(export("silver.sales", "sms", "no")).startsWith("2 --purpose sms has no key");
    assertThat(export("silver.sales", "mail", "no", "--basis", "contract"))
        .contains("--basis and --reason go together");
    assertThat(
            export("SELECT '" + subjectKeys().get(0) + "' AS who FROM silver.sales", "mail", "no"))
        .contains("subject keys of the lake are in columns who");
    assertThat(HOME.resolve("no")).doesNotExist();
    assertThat(HOME.resolve("no.unfinished")).doesNotExist();
  }

  @Test
  @Order(7)
  void everyExportIsNoted() {
    List<Row> exports = LAKE.read(Exports.CONTRACT).orderBy("source").collectAsList();
    assertThat(exports).hasSizeGreaterThanOrEqualTo(6);
    Row basis =
        exports.stream().filter(row -> row.getAs("basis") != null).findFirst().orElseThrow();
    assertThat(basis.<String>getAs("reason")).isEqualTo("they bought lately");
    assertThat(basis.<Long>getAs("rows")).isEqualTo(5);
  }

  /** With the key the same customer is found again; without it nothing tells whose a name is. */
  @Test
  @Order(8)
  void aDestroyedKeyMakesItsPseudonymsUnlinkable() throws IOException {
    Set<String> before = names(csv("mail"));
    assertThat(export("silver.sales", "mail", "again")).isEqualTo("0");
    assertThat(names(csv("again"))).as("with the key").isEqualTo(before);

    new KeyStore(KEYS).destroyPurpose("mail", NOW);

    assertThat(export("silver.sales", "mail", "after"))
        .startsWith("2 --purpose mail: its key was destroyed at 2026-03-01T00:00:00Z");
    assertThat(HOME.resolve("after")).doesNotExist();
    // Whoever has the lake and what is left of the keyset: no key of it makes one of the names,
    // of any subject key, whatever is put before it, nor does the lake hold one of them.
    var keyset = Keys.at(KEYS.path()).keyset();
    for (String key : subjectKeys()) {
      assertThat(before)
          .doesNotContain(keyset.exported("research", "subject_key", key))
          .doesNotContain(keyset.nameFor("mail", key))
          .doesNotContainAnyElementsOf(keyset.everyPseudonym("subject_key", key))
          .doesNotContainAnyElementsOf(keyset.everyPseudonym("purpose/mail", key));
    }
    String lake = bytes("lake");
    assertThat(before).allSatisfy(name -> assertThat(lake).doesNotContain(name));
    assertThat(export("silver.sales", "research", "still")).as("others go on").isEqualTo("0");
    assertThat(names(csv("still"))).isEqualTo(names(csv("research")));
  }
}
