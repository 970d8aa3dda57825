package dev.evenhand.learn;

import static dev.evenhand.learn.Forecasts.fair;
import static dev.evenhand.learn.Forecasts.loss;
import static dev.evenhand.learn.Forecasts.meanPrediction;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FairLinearRegressionTest {
  private static final String LOSS = "bounded-group-loss";
  private static final String PARITY = "mean-prediction-parity";

  @ParameterizedTest
  @CsvSource({
    "0, 0, true, false, true", "0, 0, true, true, false", "0.5, 0, true, true, true",
    "0.5, 0, false, false, true", "0.3, 0, true, false, false", "0.3, 0, false, true, false",
    "0.5, 1, true, true, true", "0.5, 0.4, false, false, true", "0.8, 0.5, true, false, false",
  })
  void isMllibsLinearRegressionWithoutAConstraint(
      double strength, double mixing, boolean standardizes, boolean weighs, boolean intercept) {
    Dataset<Row> rows = Forecasts.rows(1500, 1);
    FairLinearRegression ours =
        new FairLinearRegression()
            .setRegParam(strength)
            .setElasticNetParam(mixing)
            .setStandardization(standardizes)
            .setFitIntercept(intercept);
    LinearRegression theirs =
        new LinearRegression()
            .setRegParam(strength)
            .setElasticNetParam(mixing)
            .setStandardization(standardizes)
            .setFitIntercept(intercept)
            .setMaxIter(2000)
            .setTol(1e-14);
    if (weighs) {
      ours.setWeightCol("w");
      theirs.setWeightCol("w");
    }
    FairLinearRegressionModel our = ours.fit(rows);
    LinearRegressionModel their = theirs.fit(rows);
    for (int i = 0; i < 4; i++) {
      double expected = their.coefficients().apply(i);
      assertThat(our.coefficients().apply(i))
          .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
    }
    assertThat(our.intercept()).isCloseTo(their.intercept(), within(1e-5));
    assertThat(our.summary().orElseThrow().dualityGap()).isLessThan(1e-9);
    assertThat(our.summary().orElseThrow().verdict()).isEqualTo("No bound was asked for.");
  }

  @Test
  void boundsTheLossOfTwoGroupsWithOneNumberEach() {
    // Without features the prediction is b. Group a has labels 0, group b (a third) has 3: the mean
    // is 1, the losses 1 and 4. A loss of b of at most 2.56 needs b = 1.5.
    List<Row> rows =
        List.of(Forecasts.row(0, "a", 5), Forecasts.row(0, "a", 5), Forecasts.row(3, "b", 5));
    FairLinearRegressionModel model = fair(LOSS, 2.56).fit(Forecasts.of(rows));
    assertThat(model.intercept()).isCloseTo(1.4, within(1e-9));
    FairRegressionSummary summary = model.summary().orElseThrow();
    assertThat(summary.isMet()).isTrue();
    assertThat(summary.plainReached()).isCloseTo(4, within(1e-12));
    assertThat(summary.plainObjective()).isCloseTo(1, within(1e-12));
    assertThat(summary.objective()).isCloseTo((2 * 1.96 + 2.56) / 6, within(1e-9));
    // b = 3 - √bound, objective b²/3 + bound/6, whose slope is -b / (3 √bound) + 1/6.
    assertThat(summary.groups().get(1).multiplier()).isCloseTo(1.4 / 4.8 - 1 / 6.0, within(1e-6));
    assertThat(summary.groups().get(0).multiplier()).isCloseTo(0, within(1e-6));
    assertThat(summary.groups().get(1).loss()).isCloseTo(2.56, within(1e-9));
  }

  @Test
  void saysThatABoundCantBeMetAndComesAsNearAsCanBe() {
    List<Row> rows =
        List.of(Forecasts.row(0, "a", 5), Forecasts.row(0, "a", 5), Forecasts.row(3, "b", 5));
    FairLinearRegressionModel model = fair(LOSS, 1).fit(Forecasts.of(rows));
    FairRegressionSummary summary = model.summary().orElseThrow();
    assertThat(summary.isMet()).isFalse();
    assertThat(summary.tightest()).isCloseTo(2.25, within(1e-5));
    assertThat(model.intercept()).isCloseTo(1.5, within(1e-5));
    assertThat(summary.verdict())
        .isEqualTo(
            "The bound 1.00000 of bounded-group-loss can't be met by any coefficients of these"
                + " features: the tightest is 2.25000, and 2.25000 was reached. Widen the bound,"
                + " add features or weaken the penalty.");
  }

  @Test
  void equalsMeanPredictionsByHand() {
    // x is the group: predictions b and b + w, labels 0, 0 and 3, 3. Least squares has b = 0, w =
    // 3;
    // a difference of at most 1 leaves b = 1, w = 1 (the total mean stays 1.5).
    List<Row> rows =
        List.of(
            Forecasts.row(0, "a", 0),
            Forecasts.row(0, "a", 0),
            Forecasts.row(3, "b", 1),
            Forecasts.row(3, "b", 1));
    FairLinearRegressionModel model = fair(PARITY, 1).fit(Forecasts.of(rows));
    assertThat(model.coefficients().apply(0)).isCloseTo(1, within(1e-9));
    assertThat(model.intercept()).isCloseTo(1, within(1e-9));
    FairRegressionSummary summary = model.summary().orElseThrow();
    assertThat(summary.reached()).isCloseTo(1, within(1e-9));
    assertThat(summary.plainReached()).isCloseTo(3, within(1e-9));
    // Objective ½ ((3 - bound) / 2)², slope -(3 - bound) / 4.
    assertThat(summary.groups().get(1).multiplier()).isCloseTo(0.5, within(1e-7));
    assertThat(summary.groups().get(0).multiplier()).isCloseTo(-0.5, within(1e-7));
    FairLinearRegressionModel none = fair(PARITY, 0).fit(Forecasts.of(rows));
    assertThat(none.coefficients().apply(0)).isCloseTo(0, within(1e-9));
    assertThat(none.summary().orElseThrow().isMet()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"7.4, 0, 0", "7.3, 0.2, 0", "7.2, 0.2, 0.5", "7.1, 0.1, 1"})
  void holdsTheLossAndCannotBeImproved(double bound, double strength, double mixing) {
    List<Row> list = Forecasts.list(2000, 2);
    FairLinearRegressionModel model =
        fair(LOSS, bound).setRegParam(strength).setElasticNetParam(mixing).fit(Forecasts.of(list));
    FairRegressionSummary summary = model.summary().orElseThrow();
    assertThat(summary.plainReached()).isGreaterThan(bound);
    assertThat(summary.isMet()).as(summary.verdict()).isTrue();
    for (FairRegressionSummary.Group group : summary.groups()) {
      double loss = loss(model, list, group.group());
      assertThat(loss).isLessThanOrEqualTo(bound * (1 + 1e-9));
      assertThat(group.loss()).isCloseTo(loss, within(1e-9));
      assertThat(group.meanPrediction())
          .isCloseTo(meanPrediction(model, list, group.group()), within(1e-9));
    }
    assertThat(summary.dualityGap()).isLessThan(1e-8 * summary.objective());
    assertThat(summary.groups().get(1).multiplier()).isGreaterThan(0);
    if (strength == 0) {
      assertNoNeighbourIsBetter(model, list, LOSS, bound);
    }
  }

  @ParameterizedTest
  @CsvSource({"1.0, 0, 0", "0, 0, 0", "0.5, 0.2, 0", "0.5, 0.3, 0.5", "0, 0.3, 1"})
  void holdsTheMeansAndCannotBeImproved(double bound, double strength, double mixing) {
    List<Row> list = Forecasts.list(2000, 3);
    FairLinearRegressionModel model =
        fair(PARITY, bound)
            .setRegParam(strength)
            .setElasticNetParam(mixing)
            .fit(Forecasts.of(list));
    FairRegressionSummary summary = model.summary().orElseThrow();
    assertThat(summary.plainReached()).isGreaterThan(4);
    assertThat(summary.isMet()).as(summary.verdict()).isTrue();
    double between = meanPrediction(model, list, "a") - meanPrediction(model, list, "b");
    assertThat(between).isCloseTo(bound, within(1e-8));
    assertThat(summary.dualityGap()).isLessThan(1e-8 * summary.objective());
    if (strength == 0) {
      assertNoNeighbourIsBetter(model, list, PARITY, bound + 1e-9);
    }
  }

  /** No step of any length in many directions meets the bound with a smaller loss. */
  private static void assertNoNeighbourIsBetter(
      FairLinearRegressionModel model, List<Row> rows, String constraint, double bound) {
    SplittableRandom random = new SplittableRandom(9);
    double least = loss(model, rows, null);
    double[] w = model.coefficients().toArray();
    for (int trial = 0; trial < 200; trial++) {
      double length = Math.pow(10, -1 - 4 * random.nextDouble());
      double[] moved = w.clone();
      double[] units = {1, 0.1, 1, 1000};
      for (int i = 0; i < w.length; i++) {
        moved[i] += length * units[i] * random.nextGaussian();
      }
      double b = model.intercept() - 100 * (moved[1] - w[1]) + length * random.nextGaussian();
      var other = new FairLinearRegressionModel("other", Vectors.dense(moved), b);
      double worst =
          constraint.equals(LOSS)
              ? Math.max(loss(other, rows, "a"), loss(other, rows, "b"))
              : Math.abs(meanPrediction(other, rows, "a") - meanPrediction(other, rows, "b"));
      assertThat(worst > bound || loss(other, rows, null) >= least - 1e-9).isTrue();
    }
  }

  @Test
  void isLeastSquaresWithTheMultipliersAsWeightsOfGroups() {
    // An independent way to the same place: weigh group b's rows by 1 + k until its loss is the
    // bound, by bisection, with normal equations solved by elimination.
    List<Row> list = Forecasts.list(1000, 4);
    FairLinearRegressionModel model = fair(LOSS, 7.6).fit(Forecasts.of(list));
    double low = 0;
    double high = 50;
    double[] w = {};
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      w = leastSquares(list, middle);
      var same = new FairLinearRegressionModel("same", Vectors.dense(w[0], w[1], w[2], w[3]), w[4]);
      if (loss(same, list, "b") > 7.6) {
        low = middle;
      } else {
        high = middle;
      }
    }
    assertThat(low).isBetween(0.1, 20.0);
    for (int i = 0; i < 4; i++) {
      assertThat(model.coefficients().apply(i))
          .isCloseTo(w[i], within(1e-6 * Math.max(1, Math.abs(w[i]))));
    }
    assertThat(model.intercept()).isCloseTo(w[4], within(1e-5));
    long b = list.stream().filter(row -> row.getString(3).equals("b")).count();
    assertThat(model.summary().orElseThrow().groups().get(1).multiplier())
        .isCloseTo(low * b / 1000 / 2, within(1e-6));
  }

  /** Four coefficients and the intercept, group b's rows counting 1 + more. */
  private static double[] leastSquares(List<Row> rows, double more) {
    double[][] equations = new double[5][6];
    for (Row row : rows) {
      double[] f = row.<Vector>getAs(2).toArray();
      double[] all = {f[0], f[1] - 100, f[2], f[3] * 1000, 1, row.getDouble(1)};
      double weight = row.getString(3).equals("b") ? 1 + more : 1;
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 6; j++) {
          equations[i][j] += weight * all[i] * all[j];
        }
      }
    }
    for (int pivot = 0; pivot < 5; pivot++) {
      for (int i = 0; i < 5; i++) {
        double factor = i == pivot ? 0 : equations[i][pivot] / equations[pivot][pivot];
        for (int j = 0; j < 6; j++) {
          equations[i][j] -= factor * equations[pivot][j];
        }
      }
    }
    double[] w = new double[5];
    for (int i = 0; i < 5; i++) {
      w[i] = equations[i][5] / equations[i][i];
    }
    w[4] -= 100 * w[1];
    w[3] *= 1000;
    return w;
  }

  @Test
  void holdsSeveralAttributesAndTheirIntersections() {
    Dataset<Row> rows =
        Forecasts.rows(3000, 5)
            .withColumn("group|region", concat_ws("|", col("group"), col("region")));
    FairLinearRegressionModel model =
        fair(PARITY, 0.4)
            .setSensitiveCols(new String[] {"group", "region"})
            .setIntersections(2)
            .setWeightCol("w")
            .fit(rows);
    assertThat(model.summary().orElseThrow().isMet()).isTrue();
    for (String attribute : List.of("group", "region", "group|region")) {
      assertThat(difference(model, rows, attribute)).isLessThanOrEqualTo(0.4 + 1e-9);
    }
    FairLinearRegressionModel bounded =
        fair(LOSS, 8)
            .setSensitiveCols(new String[] {"group", "region"})
            .setIntersections(2)
            .setWeightCol("w")
            .fit(rows);
    FairRegressionSummary summary = bounded.summary().orElseThrow();
    assertThat(summary.groups()).hasSize(2 + 3 + 6);
    assertThat(summary.isMet()).as(summary.verdict()).isTrue();
    assertThat(summary.dualityGap()).isLessThan(1e-8 * summary.objective());
  }

  private static double difference(
      FairLinearRegressionModel model, Dataset<Row> rows, String attribute) {
    List<Row> means =
        model
            .transform(rows)
            .groupBy(col("`" + attribute + "`"))
            .agg(org.apache.spark.sql.functions.expr("sum(prediction * w) / sum(w)"))
            .collectAsList();
    var statistics = means.stream().mapToDouble(row -> row.getDouble(1)).summaryStatistics();
    return statistics.getMax() - statistics.getMin();
  }

  @ParameterizedTest
  @CsvSource({LOSS + ", 7.5", PARITY + ", 0.5"})
  void doesNotChangeADigitWhenRowsArePermutedOrPartitionedOtherwise(String kind, double bound) {
    List<Row> list = Forecasts.list(1500, 6);
    FairLinearRegression estimator =
        fair(kind, bound).setWeightCol("w").setRegParam(0.05).setElasticNetParam(0.3);
    FairLinearRegressionModel first = estimator.fit(Forecasts.of(list).repartition(1));
    List<Row> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, new Random(5));
    FairLinearRegressionModel second = estimator.fit(Forecasts.of(shuffled).repartition(7));
    assertThat(second.coefficients()).isEqualTo(first.coefficients());
    assertThat(second.intercept()).isEqualTo(first.intercept());
  }

  @Test
  void leavesOutFeaturesThatTheAbsolutePenaltyBringsToZero() {
    Dataset<Row> rows = Forecasts.rows(1500, 7);
    for (FairLinearRegression estimator :
        List.of(new FairLinearRegression(), fair(LOSS, 8), fair(PARITY, 1))) {
      FairLinearRegressionModel model = estimator.setRegParam(0.3).setElasticNetParam(1).fit(rows);
      assertThat(model.coefficients().apply(3)).isZero();
      assertThat(model.coefficients().apply(2)).isGreaterThan(0.5);
    }
  }

  @Test
  void doesNotNeedTheGroupToPredictAndIsMllibsModelForThoseWhoHaveNoOther() {
    Dataset<Row> rows = Forecasts.rows(500, 8);
    FairLinearRegressionModel model = fair(PARITY, 1).setPredictionCol("sales").fit(rows);
    Dataset<Row> scored = model.transform(rows.select("features"));
    assertThat(scored.columns()).containsExactly("features", "sales");
    Dataset<Row> both =
        model.toLinearRegressionModel().setPredictionCol("theirs").transform(scored);
    assertThat(both.filter("abs(sales - theirs) > 1e-9").count()).isZero();
  }

  @Test
  void countsSparseVectorsAsTheirDenseForms() {
    List<Row> dense = new ArrayList<>();
    List<Row> sparse = new ArrayList<>();
    for (Row row : Forecasts.list(800, 9)) {
      Vector f = row.getAs(2);
      double[] wide = new double[12];
      wide[2] = f.apply(0);
      wide[(int) (row.getLong(0) % 7) + 4] = 1;
      wide[11] = f.apply(1);
      dense.add(with(row, Vectors.dense(wide)));
      sparse.add(with(row, Vectors.dense(wide).toSparse()));
    }
    FairLinearRegression estimator = fair(LOSS, 12).setRegParam(0.1);
    assertThat(estimator.fit(Forecasts.of(sparse)).coefficients())
        .isEqualTo(estimator.fit(Forecasts.of(dense)).coefficients());
  }

  static Row with(Row row, Vector features) {
    return RowFactory.create(row.get(0), row.get(1), features, row.get(3), row.get(4), row.get(5));
  }
}
