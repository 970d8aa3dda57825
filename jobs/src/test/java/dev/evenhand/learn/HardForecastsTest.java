package dev.evenhand.learn;

import static dev.evenhand.learn.Forecasts.fair;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data that a regression must survive: with the right result, or with a clear word. */
class HardForecastsTest {
  private static final String LOSS = "bounded-group-loss";
  private static final String PARITY = "mean-prediction-parity";

  private static FairRegressionSummary summary(FairLinearRegressionModel model) {
    assertThat(Arrays.stream(model.coefficients().toArray())).allMatch(Double::isFinite);
    assertThat(model.intercept()).isFinite();
    return model.summary().orElseThrow();
  }

  private static List<Row> altered(int n, UnaryOperator<double[]> change) {
    List<Row> rows = new ArrayList<>();
    for (Row row : Forecasts.list(n, 21)) {
      double[] features = row.<Vector>getAs(2).toArray();
      rows.add(FairLinearRegressionTest.with(row, Vectors.dense(change.apply(features))));
    }
    return rows;
  }

  @Test
  void takesAGroupOfThreeRowsOrSparesIt() {
    Dataset<Row> rows =
        Forecasts.rows(1000, 20)
            .withColumn("group", when(col("id").lt(3), "c").otherwise(col("group")));
    FairRegressionSummary held = summary(fair(LOSS, 7.5).fit(rows));
    assertThat(held.groups()).hasSize(3);
    assertThat(held.isMet()).isEqualTo(held.reached() <= 7.5 * (1 + 1e-9));
    FairRegressionSummary spared = summary(fair(PARITY, 0.1).setMinGroupWeight(30).fit(rows));
    assertThat(spared.isMet()).isTrue();
    assertThat(spared.undefined()).containsExactly("group=c");
    FairRegressionSummary close = summary(fair(PARITY, 0.1).fit(rows));
    assertThat(close.isMet()).isTrue();
    assertThat(close.objective()).isGreaterThanOrEqualTo(spared.objective());
  }

  @ParameterizedTest
  @ValueSource(strings = {LOSS, PARITY, "none"})
  void givesAConstantFeatureNoWeight(String constraint) {
    List<Row> rows = altered(500, f -> new double[] {f[0], 0.1, f[1], -7});
    FairLinearRegressionModel model = fair(constraint, 14).fit(Forecasts.of(rows));
    assertThat(model.coefficients().apply(1)).isZero();
    assertThat(model.coefficients().apply(3)).isZero();
    assertThat(summary(model).isMet()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {LOSS, PARITY})
  void sharesTheWeightOfCollinearColumns(String constraint) {
    Dataset<Row> two = Forecasts.of(altered(800, f -> new double[] {f[0], f[1]}));
    double loss = summary(fair(LOSS, 0).fit(two)).tightest() + 0.1;
    FairLinearRegression estimator = fair(constraint, constraint.equals(LOSS) ? loss : 1);
    FairLinearRegressionModel twice =
        estimator.fit(
            Forecasts.of(altered(800, f -> new double[] {f[0], f[1], 2 * f[0] - f[1] + 5})));
    FairLinearRegressionModel once = estimator.fit(two);
    assertThat(summary(once).plainReached()).isGreaterThan(summary(once).reached());
    assertThat(summary(twice).isMet()).isTrue();
    assertThat(summary(twice).objective()).isCloseTo(summary(once).objective(), within(1e-9));
    double third = twice.coefficients().apply(2);
    assertThat(twice.coefficients().apply(0) + 2 * third)
        .isCloseTo(once.coefficients().apply(0), within(1e-7));
    assertThat(Math.abs(third)).isGreaterThan(1e-3);
  }

  @Test
  void givesTheShortestSolutionForCollinearColumns() {
    // Of all w, v with w + 3 v as in the regression on one of them, in units of their deviations.
    Dataset<Row> rows = Forecasts.of(altered(800, f -> new double[] {f[0], f[2], 3 * f[0]}));
    double[] both = new FairLinearRegression().fit(rows).coefficients().toArray();
    Dataset<Row> single = Forecasts.of(altered(800, f -> new double[] {f[0], f[2]}));
    double[] one = new LinearRegression().fit(single).coefficients().toArray();
    assertThat(both[0]).isCloseTo(one[0] / 2, within(1e-9));
    assertThat(both[1]).isCloseTo(one[1], within(1e-9));
    assertThat(both[2]).isCloseTo(one[0] / 6, within(1e-9));
  }

  @Test
  void takesMoreFeaturesThanRows() {
    List<Row> rows =
        List.of(
            Forecasts.row(1, "a", 1, 0, 2, 5),
            Forecasts.row(3, "a", 0, 1, 2, 7),
            Forecasts.row(4, "b", 1, 1, 0, 6));
    for (String constraint : List.of("none", LOSS)) {
      FairLinearRegressionModel model = fair(constraint, 0).fit(Forecasts.of(rows));
      assertThat(summary(model).isMet()).isTrue();
      for (Row row : rows) {
        assertThat(model.predict(row.<Vector>getAs(2))).isCloseTo(row.getDouble(1), within(1e-9));
      }
    }
    assertThat(summary(fair(PARITY, 0).fit(Forecasts.of(rows))).isMet()).isTrue();
  }

  @Test
  void takesOneRowAndLabelsThatAreAllEqual() {
    for (String constraint : List.of("none", LOSS, PARITY)) {
      FairLinearRegressionModel one =
          fair(constraint, 0).fit(Forecasts.of(List.of(Forecasts.row(5, "a", 1, 2))));
      assertThat(one.intercept()).isEqualTo(5);
      assertThat(summary(one).isMet()).isTrue();
      List<Row> rows = List.of(Forecasts.row(5, "a", 1), Forecasts.row(5, "b", 2));
      FairLinearRegressionModel equal = fair(constraint, 0).fit(Forecasts.of(rows));
      assertThat(equal.predict(Vectors.dense(9))).isCloseTo(5, within(1e-12));
      assertThat(summary(equal).isMet()).isTrue();
      FairLinearRegressionModel through =
          fair(constraint, 100).setFitIntercept(false).setRegParam(0.1).fit(Forecasts.of(rows));
      assertThat(through.intercept()).isZero();
      assertThat(summary(through).reached() == null).isEqualTo(constraint.equals("none"));
    }
  }

  @Test
  void leavesOutAGroupOfWeightZero() {
    Dataset<Row> rows =
        Forecasts.rows(500, 22)
            .withColumn("w", when(col("region").equalTo("west"), 0.0).otherwise(1.0));
    FairRegressionSummary summary =
        summary(
            fair(PARITY, 0.1)
                .setSensitiveCols(new String[] {"region"})
                .setWeightCol("w")
                .fit(rows));
    assertThat(summary.undefined()).containsExactly("region=west");
    assertThat(summary.groups()).hasSize(2);
    assertThat(summary.isMet()).isTrue();
  }

  @Test
  void countsAMissingGroupAsUnknown() {
    Dataset<Row> rows =
        Forecasts.rows(500, 22).withColumn("group", when(col("id").mod(5).gt(0), col("group")));
    assertThat(summary(fair(PARITY, 0.1).fit(rows)).groups())
        .extracting(FairRegressionSummary.Group::group)
        .containsExactly("a", "b", "unknown");
  }

  @Test
  void refusesRowsThatCannotTrain() {
    Dataset<Row> rows = Forecasts.rows(100, 23);
    assertRefused(rows.withColumn("w", lit(0.0)), "none has a weight above 0");
    assertRefused(rows.filter("false"), "none has a weight above 0");
    assertRefused(rows.withColumn("w", lit(-1.0)), "100 of 100 have a negative, null or infinite");
    assertRefused(rows.withColumn("label", lit(Double.NaN)), "100 of 100 have a label that is not");
    assertRefused(
        rows.withColumn("label", when(col("id").gt(0), col("label"))), "1 of 100 have a label");
    assertRefused(
        Forecasts.of(altered(100, f -> new double[] {Double.NaN, f[1]})),
        "100 of 100 have a feature that is not a number");
    assertRefused(
        rows.withColumn("features", when(col("id").gt(0), col("features"))),
        "1 of 100 have a feature that is not a number");
    assertRefused(rows.drop("w"), "Training rows have no column w; they have id, label");
    assertFails(
        fair(PARITY, 1).setSensitiveCols(new String[] {"id"}),
        Forecasts.rows(10_001, 23),
        "have more than 10000 combinations of values");
    assertFails(fair(PARITY, 1).setSensitiveCols(new String[0]), rows, "needs sensitive columns");
    assertFails(fair("parity", 1), rows, "one of bounded-group-loss, mean-prediction-parity");
    assertFails(
        new FairLinearRegression().setSensitiveCols(new String[] {"group"}).setConstraint(LOSS),
        rows,
        "needs a bound");
    assertThatThrownBy(() -> fair(LOSS, Double.NaN)).isInstanceOf(Exception.class);
    assertThatThrownBy(() -> fair(LOSS, -1)).isInstanceOf(Exception.class);
  }

  private static void assertRefused(Dataset<Row> rows, String message) {
    assertFails(new FairLinearRegression().setWeightCol("w"), rows, message);
  }

  private static void assertFails(
      FairLinearRegression estimator, Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> estimator.fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(message);
  }

  @Test
  void saysWhatABoundOfZeroComesTo() {
    Dataset<Row> rows = Forecasts.rows(800, 24);
    FairRegressionSummary loss = summary(fair(LOSS, 0).fit(rows));
    assertThat(loss.isMet()).isFalse();
    assertThat(loss.tightest()).isBetween(1.0, loss.plainReached());
    assertThat(loss.reached()).isCloseTo(loss.tightest(), within(1e-5));
    // Both groups are held at the least largest loss: neither can gain but by the other's loss.
    assertThat(loss.groups().get(0).loss()).isCloseTo(loss.groups().get(1).loss(), within(1e-4));
    FairRegressionSummary again = summary(fair(LOSS, loss.tightest() * 1.001).fit(rows));
    assertThat(again.isMet()).isTrue();
    FairRegressionSummary never = summary(fair(LOSS, loss.tightest() * 0.999).fit(rows));
    assertThat(never.isMet()).isFalse();
    FairRegressionSummary parity = summary(fair(PARITY, 0).fit(rows));
    assertThat(parity.isMet()).isTrue();
    assertThat(parity.reached()).isLessThan(1e-9);
  }

  @ParameterizedTest
  @ValueSource(strings = {LOSS, PARITY})
  void isThePlainModelUnderAnInfiniteBound(String constraint) {
    Dataset<Row> rows = Forecasts.rows(500, 25);
    FairLinearRegressionModel plain = new FairLinearRegression().fit(rows);
    FairLinearRegressionModel loose = fair(constraint, Double.POSITIVE_INFINITY).fit(rows);
    assertThat(loose.coefficients()).isEqualTo(plain.coefficients());
    FairRegressionSummary summary = summary(loose);
    assertThat(summary.isMet()).isTrue();
    assertThat(summary.bound()).isNull();
    assertThat(summary.reached()).isEqualTo(summary.plainReached());
  }

  @ParameterizedTest
  @ValueSource(strings = {LOSS, PARITY})
  void endsWithFiveHundredGroups(String constraint) {
    Dataset<Row> rows =
        Forecasts.rows(20_000, 26)
            .withColumn("group", concat(col("group"), lit("-"), col("id").mod(250)));
    double bound = constraint.equals(LOSS) ? 14 : 2;
    FairRegressionSummary summary = summary(fair(constraint, bound).fit(rows));
    assertThat(summary.groups()).hasSize(500);
    assertThat(summary.plainReached()).isGreaterThan(bound);
    assertThat(summary.isMet()).as(summary.verdict()).isTrue();
    assertThat(summary.dualityGap()).isLessThan(1e-7 * summary.objective());
    if (constraint.equals(LOSS)) {
      FairRegressionSummary least = summary(fair(LOSS, 0).fit(rows));
      assertThat(least.isMet()).isFalse();
      assertThat(least.tightest()).isBetween(5.0, bound);
    }
  }

  @Test
  void isNotMovedByAFeatureThatIsFarAway() {
    Dataset<Row> near = Forecasts.of(altered(600, f -> new double[] {f[0], f[2], f[1] / 8}));
    Dataset<Row> far =
        Forecasts.of(altered(600, f -> new double[] {f[0] + 1e9, f[2], f[1] / 8 - 1e7}));
    for (FairLinearRegression estimator : List.of(fair(LOSS, 8), fair(PARITY, 1))) {
      double[] expected = estimator.fit(near).coefficients().toArray();
      double[] actual = estimator.fit(far).coefficients().toArray();
      for (int i = 0; i < 3; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-6));
      }
    }
  }
}
