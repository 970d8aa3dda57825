package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scores that thresholds by group must survive: with the right result, or with a clear word. */
class ThresholdsHardDataTest {
  /** Scores in [0, 1] whose label is likelier the higher they are; groups a and b. */
  private static Dataset<Row> rows(int n) {
    return Spark.session()
        .range(0, n, 1, 2)
        .selectExpr("id", "(xxhash64(id, 1) & 65535) / 65536D as score", "id % 2 as parity")
        .selectExpr(
            "id",
            "score",
            "if(parity = 0, 'a', 'b') as group",
            "double((xxhash64(id, 2) & 65535) / 65536D < if(parity = 0, score, score * score))"
                + " as label");
  }

  private static GroupThresholds thresholds(Constraint constraint, double bound) {
    return new GroupThresholds()
        .setSensitiveCols(new String[] {"group"})
        .setConstraint(constraint.title())
        .setBound(bound)
        .setKeyCol("id");
  }

  private static GroupThresholdsSummary fitted(GroupThresholds estimator, Dataset<Row> rows) {
    return estimator.fit(rows).summary().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Constraint.class)
  void meetsABoundOfZeroByChanceAndOneWithout(Constraint constraint) {
    Dataset<Row> rows = rows(3000).cache();
    GroupThresholdsSummary exact = fitted(thresholds(constraint, 0).setRandomized(true), rows);
    assertThat(exact.isMet()).isTrue();
    assertThat(exact.violation()).isCloseTo(0, within(1e-9));
    assertThat(exact.accuracy()).isGreaterThan(0.6);
    GroupThresholdsSummary free = fitted(thresholds(constraint, 1), rows);
    GroupThresholdsSummary freeByChance =
        fitted(thresholds(constraint, 1).setRandomized(true), rows);
    assertThat(free.isMet()).isTrue();
    assertThat(free.accuracy()).isCloseTo(freeByChance.accuracy(), within(1e-12));
    GroupThresholdsSummary fixed = fitted(thresholds(constraint, 0.02), rows);
    assertThat(fixed.violation()).isLessThanOrEqualTo(0.02 + 1e-9);
    GroupThresholdsSummary ratio =
        fitted(thresholds(constraint, 0.9).setBoundOn("ratio").setRandomized(true), rows);
    assertThat(ratio.violation()).isGreaterThanOrEqualTo(0.9 - 1e-9);
    assertThat(exact.accuracy()).isLessThanOrEqualTo(free.accuracy() + 1e-12);
  }

  @ParameterizedTest
  @EnumSource(Constraint.class)
  void takesAGroupOfOneLabelAndOneOfThreeRows(Constraint constraint) {
    Dataset<Row> rows =
        rows(2000)
            .withColumn(
                "group",
                functions.expr(
                    "case when id < 3 then 'c' when label = 1 and id % 7 = 0 then 'd' else group end"))
            .cache();
    for (boolean randomized : new boolean[] {false, true}) {
      GroupThresholds estimator = thresholds(constraint, 0.1).setRandomized(randomized);
      GroupThresholdsSummary summary = fitted(estimator, rows);
      assertThat(summary.violation()).isBetween(0.0, 0.1 + 1e-9);
      assertThat(summary.accuracy()).isBetween(0.5, 1.0);
      if (constraint.moments().contains(Moment.FALSE_POSITIVE_RATE)) {
        assertThat(summary.undefined()).contains("false_positive_rate of d");
      }
      GroupThresholdsModel spared =
          thresholds(constraint, 0.1).setRandomized(randomized).setMinGroupWeight(30).fit(rows);
      assertThat(spared.policies()).extracting(GroupPolicy::group).doesNotContain(List.of("c"));
      assertThat(spared.transform(rows).filter("decision is null").count()).isZero();
    }
  }

  @Test
  void constantScoresSelectAllOrNobodyOrByChance() {
    Dataset<Row> rows = rows(500).withColumn("score", functions.lit(0.5)).cache();
    GroupThresholdsSummary fixed = fitted(thresholds(Constraint.EQUALIZED_ODDS, 0), rows);
    assertThat(fixed.selectionRate()).isIn(0.0, 1.0);
    GroupThresholdsSummary drawn =
        fitted(thresholds(Constraint.EQUALIZED_ODDS, 0).setRandomized(true), rows);
    assertThat(drawn.accuracy()).isCloseTo(fixed.accuracy(), within(1e-9));
  }

  @Test
  void saysWhenNoThresholdsKeepTheBoundAndComesNearest() {
    Dataset<Row> rows =
        Spark.session()
            .sql(
                "SELECT * FROM VALUES (1, 'a', 0.5D, 0), (2, 'a', 0.5D, 0), (3, 'b', 0.5D, 0),"
                    + " (4, 'b', 0.5D, 1) AS t(id, group, score, label)");
    // a's error rate is 0 or 1, b's one half, whatever the thresholds
    GroupThresholdsSummary fixed = fitted(thresholds(Constraint.ERROR_RATE_PARITY, 0.3), rows);
    assertThat(fixed.isMet()).isFalse();
    assertThat(fixed.violation()).isEqualTo(0.5);
    assertThat(fixed.accuracy()).isEqualTo(0.75);
    GroupThresholdsSummary drawn =
        fitted(thresholds(Constraint.ERROR_RATE_PARITY, 0.3).setRandomized(true), rows);
    assertThat(drawn.isMet()).isTrue();
    assertThat(drawn.accuracy()).isCloseTo(0.65, within(1e-9));
  }

  @Test
  void separableScoresAreDecidedWithoutError() {
    Dataset<Row> rows = rows(500).withColumn("score", functions.expr("label * 2 - 1"));
    for (boolean randomized : new boolean[] {false, true}) {
      GroupThresholdsSummary summary =
          fitted(thresholds(Constraint.EQUALIZED_ODDS, 0).setRandomized(randomized), rows);
      assertThat(summary.accuracy()).isCloseTo(1, within(1e-9));
      assertThat(summary.isMet()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Constraint.class)
  void endsWithFiveHundredGroups(Constraint constraint) {
    Dataset<Row> rows =
        rows(20_000).withColumn("group", functions.expr("concat('g', id % 500)")).cache();
    for (boolean randomized : new boolean[] {false, true}) {
      long start = System.nanoTime();
      GroupThresholdsSummary summary =
          fitted(thresholds(constraint, 0.1).setRandomized(randomized), rows);
      assertThat(summary.violation()).isBetween(0.0, 0.1 + 1e-9);
      assertThat(summary.groups()).hasSize(500);
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(30);
    }
  }

  @Test
  void refusesRowsThatCannotBeFitted() {
    Dataset<Row> rows = rows(100).withColumn("w", functions.lit(1.0));
    assertRefused(
        rows.withColumn("w", functions.lit(0.0)), "Group thresholds: no row has a weight above 0.");
    assertRefused(rows.withColumn("w", functions.lit(-1.0)), "100 of 100 rows have a negative");
    assertRefused(rows.withColumn("w", functions.lit(null).cast("double")), "100 of 100 rows have");
    assertRefused(
        rows.withColumn("label", functions.lit(2.0)), "100 of 100 rows have a label other than");
    assertRefused(
        rows.withColumn("score", functions.expr("if(id < 4, double('NaN'), score)")),
        "4 of 100 rows have a score that is not a number");
    assertRefused(rows.drop("score"), "there is no column score (scoreCol) among id, group, label");
    assertRefused(
        rows.withColumn("score", functions.lit("high")), "column score (scoreCol) is string");
    assertThatThrownBy(() -> new GroupThresholds().fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("sensitiveCols is empty");
    assertThatThrownBy(
            () ->
                new GroupThresholds()
                    .setSensitiveCols(new String[] {"group"})
                    .setRandomized(true)
                    .fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("Set keyCol to a column with a stable key");
    assertThatThrownBy(
            () -> thresholds(Constraint.EQUALIZED_ODDS, 0.1).setMaximize("profit").fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("one of accuracy, balanced-accuracy, value=");
  }

  private static void assertRefused(Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> thresholds(Constraint.EQUALIZED_ODDS, 0.1).setWeightCol("w").fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(message);
  }

  @Test
  void cellsWidenToTheSameWidthInAnyOrder() {
    Dataset<Row> rows =
        rows(4000).selectExpr("array(group) as g", "score", "label", "1D + id % 3 as w");
    ScoreCells few = ScoreCells.of(rows, 0, 64);
    ScoreCells again = ScoreCells.of(rows.repartition(9).orderBy("label"), 0, 64);
    assertThat(few.isExact()).isFalse();
    assertThat(few.groups()).hasSize(2);
    double[] expected = few.pooled().lowest();
    assertThat(again.pooled().lowest()).isEqualTo(expected);
    assertThat(again.groups().get(1).positives()).isEqualTo(few.groups().get(1).positives());
    assertThat(few.groups().stream().mapToInt(GroupCells::size).sum()).isBetween(20, 64);
    assertThat(few.pooled().weight(0) + few.pooled().weight(1))
        .isEqualTo(rows.agg(functions.sum("w")).head().getDouble(0));
    assertThat(ScoreCells.of(rows, 0, ScoreCells.MOST_CELLS).isExact()).isTrue();
  }

  @Test
  void wideCellsStillKeepTheBoundExactly() {
    Dataset<Row> rows =
        rows(4000).selectExpr("array(group) as g", "score", "label", "1D as w").cache();
    ThresholdSearch.Settings settings =
        new ThresholdSearch.Settings(
            Constraint.EQUALIZED_ODDS, Bound.difference(0.01), "accuracy", true, 0);
    ScoreCells wide = ScoreCells.of(rows, 0, 128);
    GroupThresholdsSummary coarse = ThresholdSearch.of(wide, settings).summary();
    ScoreCells exact = ScoreCells.of(rows, 0, ScoreCells.MOST_CELLS);
    GroupThresholdsSummary fine = ThresholdSearch.of(exact, settings).summary();
    assertThat(coarse.isMet()).isTrue();
    assertThat(coarse.isExact()).isFalse();
    assertThat(coarse.accuracy()).isBetween(fine.accuracy() - 0.01, fine.accuracy() + 1e-12);
  }

  @Test
  void sumsOfWeightsDoNotDependOnOrder() {
    FixedPoint forward = new FixedPoint();
    FixedPoint backward = new FixedPoint();
    double[] weights = {1e9, 1e-9, 0.1, 3, 1.0 / 3, 1e-17, 7.25};
    for (int i = 0; i < weights.length; i++) {
      forward.add(weights[i]);
      backward.add(weights[weights.length - 1 - i]);
    }
    assertThat(forward.value()).isEqualTo(backward.value());
    FixedPoint whole = new FixedPoint();
    for (int i = 0; i < 1000; i++) {
      whole.add(0.125);
    }
    assertThat(whole.value()).isEqualTo(125);
  }
}
