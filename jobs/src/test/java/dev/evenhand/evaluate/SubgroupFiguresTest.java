package dev.evenhand.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Overrides;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubgroupFiguresTest {
  @TempDir private static Path folder;
  private Dataset<Row> predictions;
  private Dataset<Row> features;

  /** Men of two-person households are selected nine times in ten, all others three times. */
  @BeforeEach
  void plant() {
    Dataset<Row> rows =
        Spark.session()
            .range(6_000)
            .selectExpr(
                "CAST(id AS STRING) AS decision_id",
                "IF(pmod(xxhash64(id, 1), 2) = 0, 'm', 'f') AS gender",
                "1D + pmod(xxhash64(id, 2), 3) AS size",
                "CAST(pmod(xxhash64(id, 3), 2) AS INT) AS label",
                "pmod(xxhash64(id, 4), 10) AS dice");
    features =
        rows.selectExpr(
            "decision_id",
            "map('household_size', size) AS numbers",
            "map('segment', 'a') AS categories");
    predictions =
        rows.selectExpr(
            "decision_id",
            "'even-selection' AS model",
            "'test' AS split",
            "label",
            "CAST(dice < IF(gender = 'm' AND size = 2, 9, 3) AS INT) AS decision",
            "gender AS origin",
            "gender AS age_band",
            "gender");
  }

  @Test
  void theSubgroupThatWasPlantedComesFirstWithTheRatesThatSqlCounts() throws IOException {
    List<Row> figures = figures(pipeline("columns: [gender, household_size]"));
    Row first = figures.get(0);
    assertThat(first.<String>getAs(Figures.ATTRIBUTE.name()))
        .isEqualTo("[\"gender\",\"household_size\"]");
    assertThat(first.<String>getAs(Figures.GROUP_VALUE.name())).isEqualTo("[\"m\",\"2\"]");
    assertThat(first.<String>getAs(Figures.METRIC.name())).isEqualTo("subgroup_selection_rate");
    Dataset<Row> planted =
        predictions.join(features, "decision_id").filter("gender = 'm' AND size(numbers) > 0");
    Row counted =
        planted
            .filter("numbers['household_size'] = 2")
            .selectExpr("count(*)", "avg(decision)")
            .head();
    assertThat(first.<Long>getAs(Figures.N.name())).isEqualTo(counted.getLong(0));
    assertThat(first.<Double>getAs(Figures.VALUE.name()))
        .isCloseTo(counted.getDouble(1), Assertions.within(1e-11));
    Row gap = figures.get(2);
    assertThat(gap.<String>getAs(Figures.STATISTIC.name())).isEqualTo("difference");
    assertThat(gap.<Double>getAs(Figures.CI_LOW.name())).isGreaterThan(0.5);
    assertThat(gap.<Double>getAs(Figures.P_VALUE.name())).isLessThan(1e-9);
  }

  @Test
  void nobodyLooksWhereTheFileDoesNotAsk() throws IOException {
    String text = Files.readString(Path.of("conf/pipelines/demo.yaml"));
    Pipeline silent = pipelineOf(text.replaceAll("(?m)^  subgroups: .*\n", ""));
    assertThat(new SubgroupFigures(silent, "even-selection").of(predictions, features, "v1"))
        .isEmpty();
  }

  @Test
  void aNameThatIsNoFeatureIsAMistakeOfTheFile() throws IOException {
    Pipeline wrong = pipeline("columns: [gender, shoe_size]");
    assertThatThrownBy(
            () -> new SubgroupFigures(wrong, "even-selection").of(predictions, features, "v1"))
        .isInstanceOf(DataProblem.class)
        .hasMessage(
            "evaluate.subgroups: 'shoe_size' is neither a protected attribute nor a feature."
                + " Features are household_size, segment. Correct the name.");
  }

  private List<Row> figures(Pipeline pipeline) {
    List<FigureRow> figures =
        new SubgroupFigures(pipeline, "even-selection").of(predictions, features, "v1");
    return FigureRow.rows(Spark.session(), figures, Instant.EPOCH).collectAsList();
  }

  private static Pipeline pipeline(String subgroups) throws IOException {
    String text = Files.readString(Path.of("conf/pipelines/demo.yaml"));
    return pipelineOf(
        text.replaceAll("subgroups: \\{columns: [^}]*}", "subgroups: {" + subgroups + "}"));
  }

  private static Pipeline pipelineOf(String text) throws IOException {
    Files.createDirectories(folder.resolve("sales"));
    Files.writeString(folder.resolve("sales/part.csv"), "");
    for (String name : List.of("customers", "protected", "products", "campaigns", "contacts")) {
      Files.writeString(folder.resolve(name + ".csv"), "");
    }
    Files.writeString(folder.resolve("consents.csv"), "");
    Path file = Files.writeString(folder.resolve("demo.yaml"), text);
    return PipelineFile.read(file, Map.of("EVENHAND_DATA", folder.toString()), Overrides.none())
        .pipeline();
  }
}
