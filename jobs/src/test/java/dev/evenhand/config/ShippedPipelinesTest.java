package dev.evenhand.config;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
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

  /** Whether a row has what its source requires and passes its checks. */
  private static Column isGood(Source source) {
    Column good = lit(true);
    for (StructField field : StructType.fromDDL(source.schema().orElseThrow()).fields()) {
      if (!field.nullable()) {
        good = good.and(col("`" + field.name() + "`").isNotNull());
      }
    }
    for (String check : source.checks().values()) {
      good = good.and(expr("coalesce(" + check + ", true)"));
    }
    return good;
  }

  /** Makes a view of each source's good rows, under its name. */
  private static Pipeline withViews(Pipeline pipeline) {
    pipeline
        .sources()
        .forEach(
            (name, source) ->
                rows(pipeline, source).filter(isGood(source)).createOrReplaceTempView(name));
    return pipeline;
  }

  /** All rows of a source, and its good ones. */
  private static List<Long> counts(Pipeline pipeline, String name) {
    Source source = pipeline.sources().get(name);
    Row counts =
        rows(pipeline, source).agg(count(lit(1)), count(when(isGood(source), lit(1)))).head();
    return List.of(counts.getLong(0), counts.getLong(1));
  }

  private static Dataset<Row> sql(String query) {
    return Spark.session().sql(query);
  }

  /** Decisions, distinct ids among them, positive ones. */
  private static List<Long> counts(Dataset<Row> decisions) {
    Row counts =
        decisions
            .agg(count(lit(1)), countDistinct("decision_id"), sum(col("label").cast("long")))
            .head();
    return List.of(counts.getLong(0), counts.getLong(1), counts.getLong(2));
  }

  @Test
  void completeJourneyHasItsDecisionsAndHouseholds() {
    Pipeline pipeline = withViews(read("complete-journey"));
    assertThat(counts(pipeline, "transactions")).containsExactly(100_000L, 100_000L);
    Dataset<Row> decisions = sql(pipeline.conform().decisions());
    assertThat(counts(decisions)).containsExactly(6_589L, 6_589L, 792L);
    assertThat(sql(pipeline.conform().protectedAttributes().orElseThrow()).count()).isEqualTo(801);
    Dataset<Row> sales = sql(pipeline.conform().sales().orElseThrow());
    assertThat(sales.count()).isEqualTo(100_000);
    assertThat(sales.selectExpr("date_format(min(sold_at), 'yyyy-MM-dd HH:mm:ss')").head().get(0))
        .as("local time 07:30:27 in New York")
        .isEqualTo("2017-01-01 12:30:27");
  }

  @Test
  void bankMarketingKeepsItsCopiesAndInfersTheYear() {
    Pipeline pipeline = withViews(read("bank-marketing"));
    Dataset<Row> decisions = sql(pipeline.conform().decisions()).cache();
    assertThat(counts(decisions)).containsExactly(41_188L, 41_188L, 4_640L);
    Row span =
        decisions
            .withColumn("later", expr("decided_at > lag(decided_at) OVER (ORDER BY file_order)"))
            .selectExpr("min(decided_at)", "max(decided_at)", "count_if(later)")
            .head();
    assertThat(span.getTimestamp(0).toString()).startsWith("2008-05-01");
    assertThat(span.getTimestamp(1).toString()).startsWith("2010-11-01");
    assertThat(span.getLong(2)).isEqualTo(41_188 - 1);
    decisions.unpersist();
  }

  @Test
  void bankMarketingHasNoFeatureFromDuration() {
    Pipeline pipeline = withViews(read("bank-marketing"));
    assertThat(columns(pipeline.conform().decisions())).doesNotContain("duration");
    assertThat(pipeline.features().columns()).doesNotContain("duration");
    assertThat(pipeline.features().expressions()).isEmpty();
  }

  @Test
  void onlineRetailRefusesLinesWithoutACustomerAndNoOthers() {
    Pipeline pipeline = withViews(read("online-retail"));
    assertThat(counts(pipeline, "lines")).containsExactly(541_909L, 541_909L - 135_080L);
    assertThat(135_080.0 / 541_909)
        .isLessThan(pipeline.sources().get("lines").maxQuarantined().fraction());
    assertThat(counts(sql(pipeline.conform().decisions())))
        .containsExactly(17_278L, 17_278L, 9_412L);
  }

  @Test
  void adultKeepsThePublishersSplitAndLabels() {
    Pipeline pipeline = withViews(read("adult"));
    Dataset<Row> decisions = sql(pipeline.conform().decisions()).cache();
    assertThat(counts(decisions.filter("split = 'train'")))
        .containsExactly(32_561L, 32_561L, 7_841L);
    assertThat(counts(decisions.filter("split = 'test'")))
        .containsExactly(16_281L, 16_281L, 3_846L);
    assertThat(decisions.filter("workclass IS NULL").count()).isEqualTo(1_836 + 963);
    decisions.unpersist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete-journey", "bank-marketing", "online-retail", "adult"})
  void everyNamedColumnIsThere(String name) {
    Pipeline pipeline = withViews(read(name));
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
