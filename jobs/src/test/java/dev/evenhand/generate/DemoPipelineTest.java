package dev.evenhand.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.config.Overrides;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.config.Source;
import dev.evenhand.support.Spark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** conf/pipelines/demo.yaml read against the files of a warehouse, by Spark's own CSV reader. */
class DemoPipelineTest {
  @TempDir static Path folder;
  private static SparkSession spark;
  private static Pipeline pipeline;

  @BeforeAll
  static void make() {
    spark = Spark.session().newSession();
    Warehouse.write(spark, new WarehouseSpec(10_000, 7, folder.resolve("w").toString()));
    pipeline =
        PipelineFile.read(
                Path.of("conf/pipelines/demo.yaml"),
                Map.of(),
                new Overrides(Optional.of(folder.resolve("w").toString()), Optional.empty()))
            .pipeline();
    pipeline.sources().forEach((name, source) -> read(source).createOrReplaceTempView(name));
  }

  @Test
  void everySchemaNamesTheColumnsOfItsFile() throws Exception {
    for (Map.Entry<String, Source> source : pipeline.sources().entrySet()) {
      String[] inFile =
          spark.read().option("header", "true").csv(path(source.getValue())).columns();
      assertThat(StructType.fromDDL(source.getValue().schema().orElseThrow()).fieldNames())
          .as(source.getKey())
          .containsExactly(inFile);
    }
    assertThat(Files.exists(folder.resolve("w/truth.json"))).isTrue();
  }

  @Test
  void conformGivesTheColumnsOfTheCanonicalTables() {
    assertThat(columns(pipeline.conform().sales().orElseThrow()))
        .contains("subject_key", "sold_at", "recorded_at", "order_id", "category", "amount");
    assertThat(columns(pipeline.conform().decisions()))
        .contains("decision_id", "subject_key", "decided_at", "label", "outcome_until");
    assertThat(columns(pipeline.conform().consents().orElseThrow()))
        .contains("subject_key", "purpose", "status", "valid_from", "recorded_at");
    assertThat(columns(pipeline.conform().subjects().orElseThrow()))
        .contains("subject_key", "valid_from", "postal_area");
    assertThat(columns(pipeline.conform().protectedAttributes().orElseThrow()))
        .contains("subject_key", "origin", "age_band", "gender");
  }

  @Test
  void everySaleHasItsProductsCategoryAndEveryDecisionItsCampaign() {
    Dataset<Row> sales = spark.sql(pipeline.conform().sales().orElseThrow());
    Dataset<Row> decisions = spark.sql(pipeline.conform().decisions());

    assertThat(sales.filter("subject_key IS NOT NULL AND amount >= 0 AND category IS NULL").count())
        .isLessThan(6);
    assertThat(decisions.count()).isEqualTo(spark.table("contacts").count());
    assertThat(decisions.filter("label = 1").count()).isPositive();
  }

  private static List<String> columns(String sql) {
    return Arrays.asList(spark.sql(sql).columns());
  }

  private static Dataset<Row> read(Source source) {
    return spark
        .read()
        .option("header", "true")
        .schema(StructType.fromDDL(source.schema().orElseThrow()))
        .csv(path(source));
  }

  private static String path(Source source) {
    return folder.resolve("w").resolve(source.path().orElseThrow()).toString();
  }
}
