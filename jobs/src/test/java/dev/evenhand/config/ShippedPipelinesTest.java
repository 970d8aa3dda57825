package dev.evenhand.config;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pipelines of the project on their data, read by plain Spark and not by ingest: what their
 * schemas, checks and SQL give.
 */
class ShippedPipelinesTest {
  private static final Path DATA = Path.of(System.getenv().getOrDefault("EVENHAND_DATA", "none"));

  @BeforeAll
  static void needData() {
    Assumptions.assumeTrue(Files.isDirectory(DATA), "EVENHAND_DATA names no folder");
  }

  private static Pipeline read(String name) {
    Path file = Path.of("conf/pipelines", name + ".yaml");
    Map<String, String> environment = Map.of("EVENHAND_DATA", DATA.toString());
    return PipelineFile.read(file, environment, Overrides.none()).pipeline();
  }

  /** The rows of a source with file, ordinal and canonical identifiers. */
  private static Dataset<Row> rows(Pipeline pipeline, Source source) {
    Dataset<Row> rows =
        Spark.session()
            .read()
            .format("csv")
            .options(source.options())
            .option("timeZone", source.timezone().getId())
            .schema(source.schema().orElseThrow())
            .load(pipeline.location(source.path().orElseThrow()))
            .withColumn("_file", expr("_metadata.file_name"))
            .withColumn("_ordinal", expr("monotonically_increasing_id() % 8589934592"));
    for (String identifier : source.identifiers().keySet()) {
      rows =
          rows.withColumn(
              identifier, expr("regexp_replace(" + identifier + ", '^0+|\\\\.0+$', '')"));
    }
    return rows;
  }

  private static Dataset<Row> good(Source source, Dataset<Row> rows) {
    Dataset<Row> good = rows;
    for (StructField field : StructType.fromDDL(source.schema().orElseThrow()).fields()) {
      if (!field.nullable()) {
        good = good.filter(col("`" + field.name() + "`").isNotNull());
      }
    }
    for (String check : source.checks().values()) {
      good = good.filter(expr("coalesce(" + check + ", true)"));
    }
    return good;
  }

  /** Total and good rows of each source; the good ones become a view of its name. */
  private static Map<String, List<Long>> load(Pipeline pipeline) {
    Map<String, List<Long>> counts = new LinkedHashMap<>();
    pipeline
        .sources()
        .forEach(
            (name, source) -> {
              Dataset<Row> rows = rows(pipeline, source);
              Dataset<Row> good = good(source, rows);
              good.createOrReplaceTempView(name);
              counts.put(name, List.of(rows.count(), good.count()));
            });
    return counts;
  }

  private static Dataset<Row> sql(String query) {
    return Spark.session().sql(query);
  }

  private static long positives(Dataset<Row> decisions) {
    return decisions.filter(col("label").equalTo(lit(1))).count();
  }

  @Test
  void completeJourneyHasItsDecisionsAndHouseholds() {
    Pipeline pipeline = read("complete-journey");
    assertThat(load(pipeline))
        .containsEntry("transactions", List.of(100_000L, 100_000L))
        .allSatisfy((source, counts) -> assertThat(counts.get(0)).isEqualTo(counts.get(1)));
    Dataset<Row> decisions = sql(pipeline.conform().decisions());
    assertThat(decisions.count()).isEqualTo(6_589);
    assertThat(decisions.select("decision_id").distinct().count()).isEqualTo(6_589);
    assertThat(positives(decisions)).isEqualTo(792);
    assertThat(sql(pipeline.conform().protectedAttributes().orElseThrow()).count()).isEqualTo(801);
    Dataset<Row> sales = sql(pipeline.conform().sales().orElseThrow());
    assertThat(sales.count()).isEqualTo(100_000);
    assertThat(sales.selectExpr("date_format(min(sold_at), 'yyyy-MM-dd HH:mm:ss')").head().get(0))
        .as("local time 07:30:27 in New York")
        .isEqualTo("2017-01-01 12:30:27");
  }

  @Test
  void bankMarketingKeepsItsCopiesAndInfersTheYear() {
    Pipeline pipeline = read("bank-marketing");
    assertThat(load(pipeline)).containsEntry("calls", List.of(41_188L, 41_188L));
    Dataset<Row> decisions = sql(pipeline.conform().decisions()).cache();
    assertThat(decisions.count()).isEqualTo(41_188);
    assertThat(positives(decisions)).isEqualTo(4_640);
    Row span =
        decisions
            .selectExpr("min(decided_at)", "max(decided_at)", "count(DISTINCT decided_at)")
            .head();
    assertThat(span.getTimestamp(0).toString()).startsWith("2008-05-01");
    assertThat(span.getTimestamp(1).toString()).startsWith("2010-11-01");
    assertThat(span.getLong(2)).isEqualTo(41_188);
    assertThat(
            decisions
                .selectExpr(
                    "decided_at > lag(decided_at) OVER (ORDER BY file_order) AS later",
                    "file_order")
                .filter("NOT later")
                .count())
        .isZero();
    decisions.unpersist();
  }

  @Test
  void bankMarketingHasNoFeatureFromDuration() {
    Pipeline pipeline = read("bank-marketing");
    load(pipeline);
    assertThat(sql(pipeline.conform().decisions()).columns()).doesNotContain("duration");
    assertThat(pipeline.features().columns()).doesNotContain("duration");
    assertThat(pipeline.features().expressions()).isEmpty();
  }

  @Test
  void onlineRetailRefusesLinesWithoutACustomerAndNoOthers() {
    Pipeline pipeline = read("online-retail");
    assertThat(load(pipeline)).containsEntry("lines", List.of(541_909L, 541_909L - 135_080L));
    assertThat(135_080.0 / 541_909)
        .isLessThan(pipeline.sources().get("lines").maxQuarantined().fraction());
    assertThat(sql("SELECT count(DISTINCT CustomerID) FROM lines").head().getLong(0))
        .isEqualTo(4_372);
    Dataset<Row> decisions = sql(pipeline.conform().decisions()).cache();
    assertThat(decisions.count()).isEqualTo(17_278);
    assertThat(decisions.select("decision_id").distinct().count()).isEqualTo(17_278);
    assertThat(positives(decisions) / 17_278.0).isBetween(0.5, 0.6);
    decisions.unpersist();
  }

  @Test
  void adultKeepsThePublishersSplitAndLabels() {
    Pipeline pipeline = read("adult");
    assertThat(load(pipeline)).containsEntry("persons", List.of(48_842L, 48_842L));
    Dataset<Row> decisions = sql(pipeline.conform().decisions()).cache();
    assertThat(decisions.select("decision_id").distinct().count()).isEqualTo(48_842);
    assertThat(decisions.filter("split = 'train'").count()).isEqualTo(32_561);
    assertThat(positives(decisions.filter("split = 'train'"))).isEqualTo(7_841);
    assertThat(positives(decisions.filter("split = 'test'"))).isEqualTo(3_846);
    assertThat(decisions.filter("workclass IS NULL").count()).isEqualTo(1_836 + 963);
    decisions.unpersist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete-journey", "bank-marketing", "online-retail", "adult"})
  void everyNamedColumnIsThere(String name) {
    Pipeline pipeline = read(name);
    load(pipeline);
    List<String> decisions = columns(pipeline.conform().decisions());
    List<String> subjects =
        pipeline.conform().subjects().map(ShippedPipelinesTest::columns).orElse(List.of());
    List<String> guarded = columns(pipeline.conform().protectedAttributes().orElseThrow());
    assertThat(decisions).contains("decision_id", "subject_key", "decided_at", "label");
    assertThat(guarded).contains("subject_key").containsAll(pipeline.evaluate().sensitive());
    assertThat(Stream.concat(decisions.stream(), subjects.stream()).toList())
        .containsAll(pipeline.features().columns())
        .doesNotContainAnyElementsOf(pipeline.evaluate().sensitive());
    for (String expression : pipeline.features().expressions().values()) {
      Dataset<Row> sales = sql(pipeline.conform().sales().orElseThrow());
      assertThat(sales.groupBy("subject_key").agg(expr(expression)).columns()).hasSize(2);
    }
  }

  private static List<String> columns(String query) {
    return Arrays.asList(sql(query).columns());
  }
}
