package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Maps of scores by group: quantile maps and calibration. */
class GroupScoresTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("group", DataTypes.StringType)
          .add("score", DataTypes.DoubleType)
          .add("label", DataTypes.DoubleType);

  private static Dataset<Row> table(Object... values) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i += 3) {
      rows.add(RowFactory.create((long) i, values[i], values[i + 1], values[i + 2]));
    }
    return Spark.session().createDataFrame(rows, SCHEMA);
  }

  /** Scores of b are too low by a factor of two of what its labels say. */
  private static Dataset<Row> shifted(int n) {
    SplittableRandom random = new SplittableRandom(81);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      boolean isB = random.nextDouble() < 0.3;
      double chance = random.nextDouble();
      double score = isB ? chance * chance : chance;
      double label = random.nextDouble() < chance ? 1 : 0;
      rows.add(RowFactory.create((long) i, isB ? "b" : "a", score, label));
    }
    return Spark.session().createDataFrame(rows, SCHEMA).cache();
  }

  private static QuantileMap quantileMap() {
    return new QuantileMap().setSensitiveCols(new String[] {"group"});
  }

  private static GroupCalibrator calibrator(String method) {
    return new GroupCalibrator().setSensitiveCols(new String[] {"group"}).setMethod(method);
  }

  @Test
  void positivesOfAGroupTakeThePlacesOfAllPositives() {
    Dataset<Row> rows =
        table("a", 0.6, 1.0, "a", 0.8, 1.0, "b", 0.2, 1.0, "b", 0.4, 1.0, "b", 0.1, 0.0);
    GroupScoresModel model = quantileMap().fit(rows);
    // all positives 0.2, 0.4, 0.6, 0.8 lie at shares 1/8, 3/8, 5/8, 7/8; each group's at 1/4, 3/4
    assertThat(model.mapped(List.of("a"), 0.6)).isCloseTo(0.3, within(1e-12));
    assertThat(model.mapped(List.of("a"), 0.8)).isCloseTo(0.7, within(1e-12));
    assertThat(model.mapped(List.of("b"), 0.2)).isCloseTo(0.3, within(1e-12));
    assertThat(model.mapped(List.of("b"), 0.4)).isCloseTo(0.7, within(1e-12));
    assertThat(model.mapped(List.of("b"), 0.1)).isCloseTo(0.15, within(1e-12));
    assertThat(model.mapped(List.of("b"), 1)).isEqualTo(1);
    assertThat(model.mapped(List.of("c"), 0.77)).isEqualTo(0.77);
  }

  @Test
  void wholeRankingsGetEqualTruePositiveRatesAtEveryCut() {
    Dataset<Row> rows = shifted(20_000);
    Dataset<Row> mapped = quantileMap().setQuantiles(200).fit(rows).transform(rows);
    assertThat(gap(rows, "score", 1)).isGreaterThan(0.15);
    assertThat(gap(mapped, "mapped", 1)).isLessThan(0.01);
    Dataset<Row> all = quantileMap().setAmong("all").fit(rows).transform(rows);
    assertThat(gap(all, "mapped", 0)).isLessThan(0.01);
    assertThat(mapped.filter("mapped < 0 or mapped > 1 or mapped is null").count()).isZero();
    long disordered =
        mapped
            .selectExpr(
                "mapped < lag(mapped) over (partition by group order by score) as isDisordered")
            .filter("isDisordered")
            .count();
    assertThat(disordered).isZero();
  }

  /** The largest gap at nine cuts between groups' shares above the cut, of labels from one on. */
  private static double gap(Dataset<Row> rows, String score, int leastLabel) {
    double widest = 0;
    for (int cut = 1; cut < 10; cut++) {
      List<Row> rates =
          rows.filter("label >= " + leastLabel)
              .groupBy("group")
              .agg(functions.expr("avg(if(" + score + " >= " + cut / 10.0 + ", 1, 0))"))
              .orderBy("group")
              .collectAsList();
      widest = Math.max(widest, Math.abs(rates.get(0).getDouble(1) - rates.get(1).getDouble(1)));
    }
    return widest;
  }

  @Test
  void scoresBeyondShareAreShiftedAlike() {
    GroupScoresModel model =
        quantileMap().fit(table("a", 10.0, 1.0, "b", 20.0, 1.0, "b", -3.0, 0.0));
    // all positives: 10 and 20 at shares 1/4 and 3/4; each group's one at 1/2, which is 15
    assertThat(model.mapped(List.of("a"), 12)).isCloseTo(17, within(1e-12));
    assertThat(model.mapped(List.of("b"), -3)).isCloseTo(-8, within(1e-12));
  }

  @Test
  void groupsWithoutPositivesKeepTheirScores() {
    GroupScoresModel model = quantileMap().fit(table("a", 0.6, 1.0, "b", 0.2, 0.0, "b", 0.3, 0.0));
    assertThat(model.groups()).containsExactlyInAnyOrder(List.of(), List.of("a"));
    assertThat(model.mapped(List.of("b"), 0.3)).isEqualTo(0.3);
    GroupScoresModel large =
        quantileMap()
            .setMinGroupWeight(2)
            .fit(table("a", 0.6, 1.0, "a", 0.7, 1.0, "b", 0.2, 1.0, "b", 0.3, 0.0));
    assertThat(large.mapped(List.of("b"), 0.2)).isEqualTo(0.2);
    GroupScoresModel none = quantileMap().fit(table("a", 0.6, 0.0, "b", 0.2, 0.0));
    assertThat(none.mapped(List.of("a"), 0.6)).isEqualTo(0.6);
  }

  @Test
  void calibrationOfOneGroupIsThatOfTheCalibrator() {
    Dataset<Row> rows = shifted(5000);
    CalibratorModel plain = new Calibrator().fit(rows);
    GroupScoresModel model = calibrator("platt").fit(rows.withColumn("group", functions.lit("a")));
    Dataset<Row> both =
        model
            .setOutputCol("by_group")
            .transform(plain.transform(rows.withColumn("group", functions.lit("a"))));
    assertThat(both.filter("abs(by_group - calibrated) > 1e-6").count()).isZero();
  }

  @Test
  void scoresMeanProbabilitiesInEachGroup() {
    Dataset<Row> rows = shifted(20_000);
    for (String method : List.of("platt", "isotonic")) {
      Dataset<Row> calibrated = calibrator(method).fit(rows).transform(rows);
      List<Row> errors =
          calibrated
              .groupBy("group")
              .agg(functions.expr("abs(avg(calibrated) - avg(label))"))
              .collectAsList();
      assertThat(errors).allSatisfy(row -> assertThat(row.getDouble(1)).isLessThan(0.005));
      assertThat(largestBinError(calibrated, "calibrated")).isLessThan(0.06);
    }
    assertThat(largestBinError(rows, "score")).isGreaterThan(0.15);
  }

  /** The largest |mean label − mean score| of a group's fifths. */
  private static double largestBinError(Dataset<Row> rows, String score) {
    return rows.selectExpr(
            "group", "label", score + " as s", "least(int(" + score + " * 5), 4) as bin")
        .groupBy("group", "bin")
        .agg(functions.expr("abs(avg(s) - avg(label)) as error"))
        .agg(functions.max("error"))
        .head()
        .getDouble(0);
  }

  @Test
  void isotonicStepsArePooledByHand() {
    GroupScoresModel model =
        calibrator("isotonic")
            .fit(table("a", 0.1, 0.0, "a", 0.2, 1.0, "a", 0.3, 0.0, "a", 0.9, 1.0));
    assertThat(model.mapped(List.of("a"), 0.1)).isZero();
    assertThat(model.mapped(List.of("a"), 0.2)).isEqualTo(0.5);
    assertThat(model.mapped(List.of("a"), 0.25)).isEqualTo(0.5);
    assertThat(model.mapped(List.of("a"), 0.6)).isCloseTo(0.75, within(1e-12));
    assertThat(model.mapped(List.of("a"), 1)).isEqualTo(1);
  }

  @Test
  void aGroupWhoseScoresRunAgainstItsLabelsGetsItsShareOfPositives() {
    GroupScoresModel model =
        calibrator("platt")
            .fit(table("a", 0.1, 1.0, "a", 0.2, 1.0, "a", 0.9, 0.0, "a", 0.8, 1.0, "b", 0.5, 1.0));
    assertThat(model.mapped(List.of("a"), 0.05)).isCloseTo(0.75, within(1e-9));
    assertThat(model.mapped(List.of("a"), 0.95)).isCloseTo(0.75, within(1e-9));
    assertThat(model.groups()).doesNotContain(List.of("b"));
  }

  @Test
  void separableScoresStayFinite() {
    GroupScoresModel model =
        calibrator("platt").fit(table("a", 0.0, 0.0, "a", 0.2, 0.0, "a", 0.9, 1.0, "a", 1.0, 1.0));
    for (double score : new double[] {0, 0.2, 0.5, 0.9, 1}) {
      assertThat(model.mapped(List.of("a"), score)).isBetween(0.0, 1.0);
    }
    assertThat(model.mapped(List.of("a"), 1)).isGreaterThan(0.7);
  }

  @Test
  void withoutAScoreTheMapIsNull() {
    Dataset<Row> rows = shifted(100);
    Dataset<Row> unscored = rows.selectExpr("group", "if(id > 50, null, double('NaN')) as score");
    assertThat(quantileMap().fit(rows).transform(unscored).filter("mapped is null").count())
        .isEqualTo(100);
  }

  @Test
  void refusesWhatCannotBeFitted() {
    Dataset<Row> rows = shifted(50);
    assertThatThrownBy(() -> calibrator("platt").fit(rows.filter("label = 1")))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("all labels are equal");
    assertThatThrownBy(
            () -> calibrator("platt").fit(rows.withColumn("score", functions.expr("score * 3"))))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("scores must lie in [0, 1]");
    assertThatThrownBy(() -> calibrator("beta").fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("one of platt, isotonic");
    assertThatThrownBy(() -> quantileMap().setAmong("some").fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("positives, negatives or all");
    assertThatThrownBy(() -> new QuantileMap().fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("sensitiveCols is empty");
  }
}
