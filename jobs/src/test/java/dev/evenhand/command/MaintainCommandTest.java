package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Forgetting;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Maintenance;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Retentions;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.Weights;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two pipelines in one lake, one of which keeps sales for 30 days and weights for 10. */
class MaintainCommandTest {
  private static final SparkSession SPARK = Spark.session();
  private static final Path HOME = Spark.temporary("maintained");
  private static final Lake LAKE = new Lake(SPARK, HOME.toString());
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final TableContract CUSTOMERS = Bronze.contract("customers", List.of());
  private static final RunScope OLD = new RunScope(SamplePipeline.NAME, "r20260218T235959999");
  private static final RunScope NEW = new RunScope(SamplePipeline.NAME, "r20260219T000000000");
  private static final RunScope OTHERS = new RunScope("other", "r20260101T000000000");

  private static Map<String, Long> dropped;

  @BeforeAll
  static void maintain() throws IOException {
    for (RunScope scope : List.of(OLD, NEW, OTHERS)) {
      LAKE.replaceRun(
          Weights.CONTRACT,
          SPARK.range(0, 4, 1, 2).selectExpr("string(id) AS decision_id", "1D AS weight"),
          scope);
      LAKE.replacePipeline(
          Sales.CONTRACT,
          SPARK
              .sql("SELECT explode(array('2026-01-29', '2026-01-30', '2026-02-28')) AS day")
              .selectExpr(
                  "'s' AS subject_key",
                  "1S AS subject_bucket",
                  "timestamp(day) AS sold_at",
                  "timestamp(day) AS recorded_at",
                  "1.0BD AS amount"),
          scope);
    }
    LAKE.replacePipeline(
        CUSTOMERS,
        SPARK.sql(
            "SELECT explode(array(timestamp'2025-01-01', timestamp'2026-02-28')) AS _loaded_at, 'f' AS _file"),
        NEW);
    leftover("forgotten.parquet", 40);
    leftover("recent.parquet", 20);
    dropped = upkeep().run(Optional.of(keeping()), Duration.ZERO);
  }

  private static void leftover(String name, int daysAgo) throws IOException {
    Path file = Files.writeString(HOME.resolve("silver/sales/" + name), "no table's");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(daysAgo))));
  }

  @Test
  void dropsWhatIsPastThePipelinesRetention() {
    assertThat(dropped)
        .containsEntry("silver.sales", 1L)
        .containsEntry("gold.weights", 4L)
        .containsEntry("bronze.customers", 1L);
    assertThat(LAKE.readPipeline(Sales.CONTRACT, SamplePipeline.NAME).count()).isEqualTo(2);
    assertThat(LAKE.readRun(Weights.CONTRACT, OLD).count()).isZero();
    assertThat(LAKE.readRun(Weights.CONTRACT, NEW).count()).isEqualTo(4);
  }

  @Test
  void leavesOtherPipelinesAlone() {
    assertThat(LAKE.readPipeline(Sales.CONTRACT, "other").count()).isEqualTo(3);
    assertThat(LAKE.readRun(Weights.CONTRACT, OTHERS).count()).isEqualTo(4);
  }

  @Test
  void leavesOneFileForEachPartition() {
    Row detail = SPARK.sql("DESCRIBE DETAIL delta.`" + LAKE.place(Weights.CONTRACT) + "`").head();

    assertThat(detail.<Long>getAs("numFiles")).isEqualTo(2);
  }

  @Test
  void removesFilesThatNoVersionNeedsAndKeepsOldVersionsReadable() {
    assertThat(HOME.resolve("silver/sales/forgotten.parquet")).doesNotExist();
    assertThat(HOME.resolve("silver/sales/recent.parquet")).exists();
    assertThat(
            SPARK
                .read()
                .format("delta")
                .option("versionAsOf", 1)
                .load(LAKE.place(Weights.CONTRACT))
                .count())
        .isEqualTo(4);
  }

  @Test
  void historiesAndWhatGovernsDoNotExpire() {
    PipelineFile file =
        SamplePipeline.fileWith(
            "retention: {silver.consents: 30d, govern.models: 9d, gold.wieghts: 9d}");

    assertThatThrownBy(() -> upkeep().run(Optional.of(file), Duration.ZERO))
        .isInstanceOfSatisfying(
            DataProblem.class, problem -> assertThat(problem.lines()).hasSize(3))
        .hasMessageMatching(
            "(?s).*spring-offers.yaml:\\d+:\\d+: 'silver.consents' does not expire.*");
  }

  @Test
  void versionsOfTheLastWeekStay() {
    assertThatThrownBy(() -> new Maintenance(SPARK, LAKE, 6))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("--keep-versions was 6");
  }

  @Test
  void whatIsDroppedIsNotedByRule() {
    assertThat(
            LAKE.read(Retentions.CONTRACT)
                .filter("table_name = 'silver.sales' AND status <> 'forgotten'")
                .selectExpr("concat_ws(' ', owner, kept_days, rows, status)")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .contains(SamplePipeline.NAME + " 30 1 begun", SamplePipeline.NAME + " 30 1 dropped");
  }

  /** A lake of its own: old rows must be in no file, of any version. */
  @Test
  void oldRowsGoFromOlderVersionsTooWhenAskedAlsoAfterACallThatWasCutOff() throws IOException {
    Path home = Spark.temporary("forgotten-history");
    Lake lake = new Lake(SPARK, home.toString());
    lake.replacePipeline(
        Sales.CONTRACT,
        SPARK
            .sql("SELECT explode(array('2026-01-01', '2026-02-28')) AS day")
            .selectExpr(
                "'s' AS subject_key",
                "1S AS subject_bucket",
                "timestamp(day) AS sold_at",
                "timestamp(day) AS recorded_at",
                "concat('order-of-', day) AS order_id",
                "1.0BD AS amount"),
        NEW);
    Optional<PipelineFile> file =
        Optional.of(SamplePipeline.fileWith("retention: {silver.sales: 30d}"));
    Maintenance maintenance = new Maintenance(SPARK, lake, 30);
    new Upkeep(lake, maintenance, NOW, Optional.empty()).run(file, Duration.ZERO);
    assertThat(bytes(home)).as("old versions are still readable").contains("order-of-2026-01-01");

    Forgetting forgetting = new Forgetting(SPARK, new Catalog(SPARK, lake.files())).atOnce();
    new Upkeep(lake, maintenance, NOW, Optional.of(forgetting)).run(file, Duration.ZERO);

    assertThat(lake.read(Sales.CONTRACT).count()).isEqualTo(1);
    assertThat(bytes(home)).contains("order-of-2026-02-28").doesNotContain("order-of-2026-01-01");
    assertThat(lake.read(Retentions.CONTRACT).filter("status = 'forgotten'").count()).isEqualTo(1);
  }

  private static String bytes(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve("silver"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  private static Upkeep upkeep() {
    return new Upkeep(LAKE, new Maintenance(SPARK, LAKE, 30), NOW, Optional.empty());
  }

  private static PipelineFile keeping() {
    return SamplePipeline.fileWith(
        "retention: {silver.sales: 30d, gold.weights: 10d, bronze.customers: 365d}");
  }
}
