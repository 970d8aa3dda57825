package dev.evenhand.train;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.config.Pipeline;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import dev.evenhand.vector.SavedModels;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** 3,000 decisions whose label leans on a feature that differs by origin; a fifth is selected. */
class HoldingTest {
  private static final Pipeline PIPELINE =
      SamplePipeline.training(
          """
          [
            {name: trees, estimator: gradient-boosted-trees, trees: 8, depth: 3},
            {name: fair-trees, estimator: fair-gradient-boosted-trees, trees: 8, depth: 3,
             constraint: demographic-parity, sensitive: [origin], at_most: 0.05},
            {name: fair-line, estimator: fair-logistic-regression,
             constraint: demographic-parity, sensitive: [origin], at_most: 0.05}
          ]
          """);
  private static TrainingData data;
  private static Map<String, Candidate> candidates;

  @BeforeAll
  static void fitsAll() {
    Dataset<Row> rows =
        Spark.session()
            .range(0, 3000, 1, 1)
            .selectExpr(
                "id",
                "if(id % 5 < 2, 'south', 'north') as origin",
                "randn(1) + if(id % 5 < 2, -0.8, 0.8) as proxy",
                "randn(2) as skill",
                "rand(3) as chance")
            .selectExpr(
                "cast(id as string) as decision_id",
                "array(proxy, skill) as numbers",
                "double(chance < 1 / (1 + exp(0.5 - 0.9 * proxy - skill))) as label",
                "1.0d as weight",
                "1.0d as one",
                "id % 4 = 0 as is_validation",
                "origin")
            .withColumn("features", array_to_vector(col("numbers")))
            .drop("numbers")
            .cache();
    data = new TrainingData(rows, List.of(), List.of("proxy", "skill"));
    candidates =
        new Fitting(PIPELINE, data)
            .all().stream().collect(Collectors.toMap(Candidate::name, each -> each));
  }

  @AfterAll
  static void frees() {
    data.close();
  }

  /** What SQL counts: the difference between the origins' selection rates on training rows. */
  private static double gap(String name) {
    List<Row> rates =
        SavedModels.through(candidates.get(name).stages(), data.training())
            .groupBy("origin")
            .agg(avg("decision"))
            .collectAsList();
    return Math.abs(rates.get(0).getDouble(1) - rates.get(1).getDouble(1));
  }

  private static double selected(String name) {
    return SavedModels.through(candidates.get(name).stages(), data.validation())
        .agg(avg("decision"))
        .head()
        .getDouble(0);
  }

  @Test
  void fairTreesKeepTheirBoundAtTheThresholdOfTheFile() {
    assertThat(gap("trees")).isGreaterThan(0.15);
    assertThat(gap("fair-trees")).isLessThanOrEqualTo(0.05);
    assertThat(selected("fair-trees")).isCloseTo(0.2, within(0.05));
  }

  @Test
  void theRegisteredViolationIsWhatSqlCounts() {
    for (String name : List.of("fair-trees", "fair-line")) {
      Candidate.Constrained constrained = candidates.get(name).constrained();
      assertThat(constrained.violation()).as(name).isCloseTo(gap(name), within(1e-9));
      assertThat(constrained.violation()).as(name).isLessThanOrEqualTo(constrained.bound());
    }
  }

  @Test
  void aBaselineHasNoConstraint() {
    assertThat(candidates.get("majority").constrained()).isNull();
    assertThat(candidates).doesNotContainKey("recency");
  }
}
