package dev.evenhand.rights;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.SubjectBucket;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.pseudonym.CanonicalForm;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Pseudonyms;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Customers whose segment, theirs alone, is a word of Delta, Parquet, MLlib or of this lake. Models
 * learned the segments of 1, 2 and 3; nobody but customers 7 to 9 shares one.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("proof")
class FormatWordsTest {
  private static final SparkSession SPARK = Spark.session();
  private static final Path HOME = Spark.temporary("format-words");
  private static final Path ROOT = HOME.resolve("lake");
  private static final Lake LAKE = new Lake(SPARK, ROOT.toString());
  private static final Keys KEYS = FixedKeys.in(HOME);
  private static final RunScope RUN = new RunScope("pipeline", "r20260301T000000000");

  /** By customer, from 1. */
  private static final List<String> SEGMENTS =
      List.of(
          "lighthouse",
          "string",
          "paramMap",
          "segment",
          "parquet",
          "selection_rate",
          "common",
          "common",
          "common");

  @BeforeAll
  static void write() throws IOException {
    Pseudonyms pseudonyms = new Pseudonyms(KEYS);
    Dataset<Row> customers =
        SPARK
            .range(1, SEGMENTS.size() + 1)
            .selectExpr("string(id) AS number", "element_at(" + array() + ", int(id)) AS segment")
            .withColumn(
                "subject_key",
                pseudonyms.pseudonym(col("number"), "customer", CanonicalForm.DIGITS));
    LAKE.replacePipeline(
        Identities.CONTRACT,
        customers.select(
            lit("customer").as("namespace"),
            pseudonyms.identity(col("number"), "customer", CanonicalForm.DIGITS).as("identity"),
            col("subject_key"),
            lit(1).as("key_version")),
        RUN);
    LAKE.replacePipeline(
        Subjects.CONTRACT,
        customers.select(
            col("subject_key"),
            SubjectBucket.of(col("subject_key")).as("subject_bucket"),
            expr("timestamp'1970-01-01'").as("valid_from"),
            expr("map('age', 30D)").as("numbers"),
            expr("map('segment', segment)").as("categories")),
        RUN);
    LAKE.replaceRun(
        Figures.FAIRNESS,
        SPARK
            .sql("SELECT explode(array('common', 'lighthouse')) AS group_value")
            .selectExpr(
                "group_value",
                "'segment' AS attribute",
                "'selection_rate' AS metric",
                "'value' AS statistic",
                "0.5D AS value",
                "'ok' AS status",
                "timestamp'2026-03-01' AS computed_at"),
        RUN);
    model("plain", "common");
    model("named", "common", "lighthouse");
    model("worded", "common", "string");
    model("keyed", "common", "paramMap");
  }

  private static String array() {
    return SEGMENTS.stream()
        .map(segment -> "'" + segment + "'")
        .collect(java.util.stream.Collectors.joining(", ", "array(", ")"));
  }

  private static void model(String name, String... labels) throws IOException {
    Dataset<Row> rows =
        SPARK
            .createDataset(Arrays.asList(labels), org.apache.spark.sql.Encoders.STRING())
            .toDF("segment");
    new StringIndexer()
        .setInputCol("segment")
        .setOutputCol("segment_index")
        .fit(rows)
        .write()
        .overwrite()
        .save(place(name).toString());
  }

  private static Path place(String model) {
    return ROOT.resolve("models/pipeline/" + RUN.runId() + "/" + model);
  }

  private static Erasure.Report erase(Integer... customers) {
    List<String> subjects =
        Arrays.stream(customers)
            .map(id -> KEYS.keyset().pseudonym("customer", String.valueOf(id)))
            .toList();
    Erasure erasure = new Erasure(SPARK, LAKE, KEYS, Clock.systemUTC(), System.out::println);
    try (Lease lease = erasure.lease(Duration.ZERO)) {
      return erasure.run(subjects, new Erasure.Options(Duration.ZERO, Set.of(), Optional.empty()));
    }
  }

  private static List<String> groups() {
    return LAKE.read(Figures.FAIRNESS).orderBy("group_value").collectAsList().stream()
        .map(row -> row.<String>getAs("group_value"))
        .toList();
  }

  @Test
  @Order(1)
  void aWordOfAFormatIsNoTraceOfWhoHasTheSame() {
    Erasure.Report report = erase(4, 5, 6);
    assertThat(report.places()).isEmpty();
    assertThat(report.certificate()).contains("\"models_withdrawn\":[]", "\"texts\":3");
    assertThat(groups()).containsExactly("common", "lighthouse");
    assertThat(List.of("plain", "named", "worded", "keyed"))
        .allSatisfy(model -> assertThat(place(model)).exists());
    assertThat(ROOT.resolve("_erasures")).doesNotExist();
  }

  @Test
  @Order(2)
  void aRealTraceIsFoundThoughTheWordIsTheFormatsToo() throws IOException {
    Erasure.Report report = erase(1, 2, 3);
    assertThat(report.places()).isEmpty();
    assertThat(place("plain")).exists();
    for (String model : List.of("named", "worded", "keyed")) {
      assertThat(place(model)).as(model).doesNotExist();
    }
    assertThat(groups()).containsExactly("common");
    assertThat(Leftovers.of(ROOT, List.of("lighthouse"))).isEmpty();
    assertThat(Catalog.of(SPARK, LAKE).rows(Subjects.CONTRACT.name()).count()).isEqualTo(3);
  }

  /** One customer's word of a format, left where a category lies, keeps an erasure from its end. */
  @Test
  @Order(3)
  void whatIsLeftKeepsTheErasureOpenUntilItIsRemoved() throws IOException {
    Path page = ROOT.resolve("bronze/left/part-0.txt");
    Files.createDirectories(page.getParent());
    Files.writeString(page, KEYS.keyset().pseudonym("customer", "7"));
    assertThat(erase(7).places())
        .hasSize(1)
        .allMatch(file -> file.endsWith("bronze/left/part-0.txt"));
    Files.delete(page);
    Erasure erasure = new Erasure(SPARK, LAKE, KEYS, Clock.systemUTC(), System.out::println);
    try (Lease lease = erasure.lease(Duration.ZERO)) {
      assertThat(erasure.resume()).allMatch(Erasure.Report::isClean).hasSize(1);
    }
  }
}
