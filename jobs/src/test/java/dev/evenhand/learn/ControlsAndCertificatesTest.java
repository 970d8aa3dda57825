package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** Controlled attributes, offsets, what the summary certifies, and the way to the known optimum. */
class ControlsAndCertificatesTest {
  @Test
  void comparesGroupsWithinEachValueOfAControl() {
    Dataset<Row> rows = People.rows(6000, 31);
    FairLogisticRegressionModel model =
        FairLogisticRegressionTest.fair("demographic-parity", 0.05)
            .setControlCols(new String[] {"region"})
            .fit(rows);
    FairTrainingSummary summary = model.summary().orElseThrow();
    assertThat(summary.isMet()).isTrue();
    assertThat(summary.multipliers())
        .extracting(FairTrainingSummary.Multiplier::attribute)
        .containsOnly(
            "group given region=north", "group given region=south", "group given region=west");
    for (String region : List.of("north", "south", "west")) {
      Dataset<Row> part = model.transform(rows.filter(col("region").equalTo(region)));
      assertThat(FairLogisticRegressionTest.violation(part, "group", "demographic-parity"))
          .isLessThanOrEqualTo(0.05);
    }
  }

  @Test
  void fitsTheOffsetOfMllibsGeneralizedLinearRegressionAndDecidesWithoutIt() {
    Dataset<Row> rows = People.rows(2000, 32).withColumn("o", col("w").minus(1));
    FairLogisticRegressionModel our = new FairLogisticRegression().setOffsetCol("o").fit(rows);
    GeneralizedLinearRegressionModel their =
        new GeneralizedLinearRegression()
            .setFamily("binomial")
            .setOffsetCol("o")
            .setTol(1e-12)
            .fit(rows);
    for (int i = 0; i < 4; i++) {
      assertThat(our.coefficients().apply(i))
          .isCloseTo(their.coefficients().apply(i), within(1e-6));
    }
    assertThat(our.intercept()).isCloseTo(their.intercept(), within(1e-6));
    assertThat(our.transform(rows.drop("o")).columns()).contains("prediction");
    FairLogisticRegressionModel fair =
        FairLogisticRegressionTest.fair("demographic-parity", 0.05).setOffsetCol("o").fit(rows);
    assertThat(
            FairLogisticRegressionTest.violation(
                fair.transform(rows), "group", "demographic-parity"))
        .isLessThanOrEqualTo(0.05);
  }

  @Test
  void namesMissingColumnsAndMissingOffsets() {
    Dataset<Row> rows = People.rows(50, 33);
    assertThatThrownBy(
            () ->
                FairLogisticRegressionTest.fair("demographic-parity", 0.05)
                    .setControlCols(new String[] {"county"})
                    .setOffsetCol("o")
                    .fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("lack the columns [county, o]");
    assertThatThrownBy(
            () ->
                new FairLogisticRegression()
                    .setOffsetCol("o")
                    .fit(rows.selectExpr("*", "cast(null as double) o")))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("50 of 50 have no offset");
  }

  @Test
  void certifiesWhatTheBoundCosts() {
    FairTrainingSummary kept =
        FairLogisticRegressionTest.fair("demographic-parity", 0.05)
            .fit(People.rows(4000, 34))
            .summary()
            .orElseThrow();
    assertThat(kept.gap()).isBetween(0.0, 1e-3);
    assertThat(kept.cost()).isCloseTo(kept.objective() - kept.plainObjective(), within(1e-15));
    assertThat(kept.cost()).isPositive();
    assertThat(kept.tightest()).isLessThanOrEqualTo(kept.violation());
    assertThat(kept.message()).startsWith("The bound is kept: ");
    assertThat(kept.course()).extracting(FairTrainingSummary.Step::phase).contains("constrained");
  }

  @Test
  void saysPlainlyThatABoundIsNotMetAndHowNearItCame() {
    Dataset<Row> rows =
        People.rows(300, 35).selectExpr("id", "label", "features", "region", "'a' as x", "group");
    Dataset<Row> odd =
        rows.withColumn(
            "group",
            org.apache.spark.sql.functions.when(col("id").lt(2), "c").otherwise(col("group")));
    FairTrainingSummary summary =
        FairLogisticRegressionTest.fair("equalized-odds", 1e-4).fit(odd).summary().orElseThrow();
    assertThat(summary.isMet()).isFalse();
    assertThat(summary.gap()).isNull();
    assertThat(summary.tightest()).isLessThanOrEqualTo(summary.violation());
    assertThat(summary.message()).startsWith("The bound is not met: ").contains("the tightest");
  }

  /**
   * P[y = 1] = σ(2 x + s), x standard normal and s = ±1 the group, itself a feature. Under
   * demographic parity the selected are x ≥ t in both groups, and accuracy is highest where σ(2 t +
   * 1) + σ(2 t - 1) = 1: at t = 0.
   */
  @Test
  void comesToTheBayesOptimalFairClassifierAsRowsGrow() {
    double few = 0;
    for (int seed = 0; seed < 4; seed++) {
      few += Math.abs(lossOfAccuracy(500, 40 + seed)) / 4;
    }
    double many = Math.abs(lossOfAccuracy(60_000, 50));
    assertThat(few).isGreaterThan(0.002);
    assertThat(many).isLessThan(few / 2).isLessThan(0.0025);
  }

  private static double lossOfAccuracy(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double sign = random.nextBoolean() ? 1 : -1;
      double skill = random.nextGaussian();
      double label = random.nextDouble() < Point.sigmoid(2 * skill + sign) ? 1 : 0;
      rows.add(
          RowFactory.create(
              (long) i, label, Vectors.dense(skill, sign), sign > 0 ? "a" : "b", "", 1.0, false));
    }
    FairLogisticRegressionModel model =
        FairLogisticRegressionTest.fair("demographic-parity", 0.5 / Math.sqrt(n))
            .fit(Spark.session().createDataFrame(rows, People.SCHEMA));
    double skill = model.coefficients().apply(0);
    double own = model.coefficients().apply(1);
    double above = -(model.intercept() + own) / skill;
    double below = -(model.intercept() - own) / skill;
    return accuracy(0, 0) - accuracy(above, below);
  }

  /** Of selecting x at and above a threshold in each group, by the rule of the middle. */
  private static double accuracy(double above, double below) {
    double sum = 0;
    double step = 1e-4;
    for (double x = -8 + step / 2; x < 8; x += step) {
      double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * step / 2;
      double first = Point.sigmoid(2 * x + 1);
      double second = Point.sigmoid(2 * x - 1);
      sum += density * (x >= above ? first : 1 - first);
      sum += density * (x >= below ? second : 1 - second);
    }
    return sum;
  }
}
