package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FairLogisticRegressionTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, true, false", "0.01, 0, true, false", "0.01, 0, false, true",
    "0.02, 1, true, true", "0.02, 0.5, false, false", "0.05, 0.5, true, false",
  })
  void isMllibsLogisticRegressionWithoutAConstraint(
      double strength, double mixing, boolean standardizes, boolean weighs) {
    Dataset<Row> rows = People.rows(2000, 1);
    FairLogisticRegression ours =
        new FairLogisticRegression()
            .setRegParam(strength)
            .setElasticNetParam(mixing)
            .setStandardization(standardizes);
    LogisticRegression theirs =
        new LogisticRegression()
            .setRegParam(strength)
            .setElasticNetParam(mixing)
            .setStandardization(standardizes)
            .setMaxIter(1000)
            .setTol(1e-12);
    if (weighs) {
      ours.setWeightCol("w");
      theirs.setWeightCol("w");
    }
    FairLogisticRegressionModel our = ours.fit(rows);
    LogisticRegressionModel their = theirs.fit(rows);
    for (int i = 0; i < 4; i++) {
      assertThat(our.coefficients().apply(i))
          .isCloseTo(their.coefficients().apply(i), within(1e-4));
    }
    assertThat(our.intercept()).isCloseTo(their.intercept(), within(1e-4));
    double[] history = their.summary().objectiveHistory();
    assertThat(our.summary().orElseThrow().objective())
        .isLessThanOrEqualTo(history[history.length - 1] + 1e-9);
  }

  @Test
  void isMllibsModelForThoseWhoHaveNoOther() {
    Dataset<Row> rows = People.rows(500, 1);
    FairLogisticRegressionModel model =
        new FairLogisticRegression().setProbabilityCol("chance").fit(rows);
    Dataset<Row> both =
        model
            .toLogisticRegressionModel()
            .setPredictionCol("their_prediction")
            .setRawPredictionCol("their_margin")
            .setProbabilityCol("their_chance")
            .transform(model.transform(rows));
    assertThat(both.filter("prediction != their_prediction").count()).isZero();
    for (Row row : both.select("chance", "their_chance").collectAsList()) {
      assertThat(row.<Vector>getAs(1).apply(1))
          .isCloseTo(row.<Vector>getAs(0).apply(1), within(1e-14));
    }
  }

  @Test
  void leavesOutFeaturesThatTheAbsolutePenaltyBringsToZero() {
    FairLogisticRegressionModel model =
        new FairLogisticRegression()
            .setRegParam(0.1)
            .setElasticNetParam(1)
            .fit(People.rows(2000, 1));
    assertThat(model.coefficients().apply(3)).isZero();
    assertThat(model.coefficients().apply(1)).isGreaterThan(0.1);
  }

  @ParameterizedTest
  @CsvSource({
    "demographic-parity, 0.03",
    "equalized-odds, 0.05",
    "equal-opportunity, 0.02",
    "predictive-equality, 0.02",
    "error-rate-parity, 0.02",
  })
  void holdsEachConstraintOnTheTrainingRows(String constraint, double bound) {
    Dataset<Row> rows = People.rows(4000, 2);
    FairLogisticRegressionModel model = fair(constraint, bound).fit(rows);
    FairTrainingSummary summary = model.summary().orElseThrow();
    assertThat(summary.isMet()).isTrue();
    assertThat(violation(model.transform(rows), "group", constraint))
        .isLessThanOrEqualTo(bound + 1e-12)
        .isCloseTo(summary.violation(), within(1e-12));
    assertThat(summary.objective()).isGreaterThanOrEqualTo(summary.plainObjective() - 1e-9);
  }

  @Test
  void holdsARatio() {
    Dataset<Row> rows = People.rows(4000, 2);
    FairLogisticRegressionModel model =
        fair("demographic-parity", 0.9).setBoundOn("ratio").fit(rows);
    FairTrainingSummary summary = model.summary().orElseThrow();
    assertThat(summary.plainViolation()).isLessThan(0.8);
    assertThat(summary.violation()).isGreaterThanOrEqualTo(0.9);
    assertThat(summary.isMet()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "equalized-odds, 0.8",
    "equal-opportunity, 0.9",
    "predictive-equality, 0.8",
    "error-rate-parity, 0.9",
  })
  void holdsARatioOfEachConstraint(String constraint, double bound) {
    FairTrainingSummary summary =
        fair(constraint, bound)
            .setBoundOn("ratio")
            .fit(People.rows(4000, 2))
            .summary()
            .orElseThrow();
    assertThat(summary.violation()).isGreaterThanOrEqualTo(bound - 1e-12);
    assertThat(summary.isMet()).isTrue();
  }

  @Test
  void holdsSeveralAttributesAndTheirIntersections() {
    Dataset<Row> rows = People.rows(6000, 3);
    FairLogisticRegressionModel model =
        new FairLogisticRegression()
            .setSensitiveCols(new String[] {"group", "region"})
            .setIntersections(2)
            .setConstraint("demographic-parity")
            .setBound(0.08)
            .fit(rows);
    assertThat(model.summary().orElseThrow().isMet()).isTrue();
    Dataset<Row> crossed =
        rows.withColumn(
            "group|region",
            org.apache.spark.sql.functions.concat_ws("|", col("group"), col("region")));
    Dataset<Row> scored = model.transform(crossed);
    for (String attribute : List.of("group", "region", "group|region")) {
      assertThat(violation(scored, attribute, "demographic-parity")).isLessThanOrEqualTo(0.08);
    }
  }

  @Test
  void doesNotChangeADigitWhenRowsArePermutedOrPartitionedOtherwise() {
    List<Row> list = People.list(3000, 4);
    FairLogisticRegression estimator =
        fair("equalized-odds", 0.05).setWeightCol("w").setRegParam(0.01).setElasticNetParam(0.3);
    FairLogisticRegressionModel first = estimator.fit(People.of(list).repartition(1));
    List<Row> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, new Random(5));
    FairLogisticRegressionModel second = estimator.fit(People.of(shuffled).repartition(7));
    assertThat(second.coefficients()).isEqualTo(first.coefficients());
    assertThat(second.intercept()).isEqualTo(first.intercept());
  }

  @Test
  void needsFewPassesOverManyRowsAndComesToTheSameEndInAnyOrder() {
    List<Row> list = People.list(100_000, 9);
    FairLogisticRegression estimator = fair("equalized-odds", 0.05);
    FairLogisticRegressionModel first = estimator.fit(People.of(list).repartition(2));
    FairTrainingSummary summary = first.summary().orElseThrow();
    assertThat(summary.isMet()).isTrue();
    assertThat(summary.passes()).isLessThanOrEqualTo(12);
    assertThat(summary.gap()).isLessThan(2e-4); // mostly the room that is left to the bound
    Collections.shuffle(list, new Random(5));
    FairLogisticRegressionModel second = estimator.fit(People.of(list).repartition(5));
    assertThat(second.coefficients()).isEqualTo(first.coefficients());
    FairLogisticRegressionModel plain = new FairLogisticRegression().fit(People.of(list));
    assertThat(plain.summary().orElseThrow().passes()).isLessThanOrEqualTo(6);
    assertThat(summary.plainObjective())
        .isCloseTo(plain.summary().orElseThrow().objective(), within(1e-6));
  }

  @Test
  void doesNotNeedTheGroupToPredict() {
    Dataset<Row> rows = People.rows(1000, 6);
    FairLogisticRegressionModel model = fair("demographic-parity", 0.1).fit(rows);
    assertThat(model.transform(rows.select("features")).columns())
        .containsExactly("features", "rawPrediction", "probability", "prediction");
  }

  @Test
  void holdsTheConstraintForATopShare() {
    Dataset<Row> rows = People.rows(4000, 7);
    FairLogisticRegressionModel model =
        fair("demographic-parity", 0.03).setDecide(DecisionPolicy.top(0.2)).fit(rows);
    Dataset<Row> scored = model.transform(rows);
    assertThat(scored.filter(col("prediction").equalTo(1)).count()).isBetween(795L, 805L);
    assertThat(violation(scored, "group", "demographic-parity")).isLessThanOrEqualTo(0.03);
    assertThat(model.summary().orElseThrow().plainViolation()).isGreaterThan(0.1);
  }

  @ParameterizedTest
  @CsvSource({"top=0.3", "f1", "'value=40,-15,0,0'"})
  void choosesTheThresholdOnValidationAndHoldsTheBoundOnTraining(String policy) {
    Dataset<Row> rows = People.rows(5000, 8);
    FairLogisticRegressionModel model =
        fair("demographic-parity", 0.04)
            .setValidationIndicatorCol("validates")
            .setDecide(policy)
            .fit(rows);
    Dataset<Row> training = model.transform(rows.filter("not validates"));
    assertThat(violation(training, "group", "demographic-parity")).isLessThanOrEqualTo(0.04);
    assertThat(model.summary().orElseThrow().isMet()).isTrue();
    if (policy.startsWith("top")) {
      Dataset<Row> validation = model.transform(rows.filter("validates"));
      double share = (double) validation.filter("prediction = 1").count() / validation.count();
      assertThat(share).isCloseTo(0.3, within(1e-3));
    }
  }

  static FairLogisticRegression fair(String constraint, double bound) {
    return new FairLogisticRegression()
        .setSensitiveCols(new String[] {"group"})
        .setConstraint(constraint)
        .setBound(bound);
  }

  /** Counted from the predictions, apart from the code under test. */
  static double violation(Dataset<Row> scored, String attribute, String constraint) {
    Map<String, double[]> counts = new TreeMap<>();
    for (Row row : scored.select(attribute, "label", "prediction").collectAsList()) {
      double[] count = counts.computeIfAbsent(row.getString(0), key -> new double[4]);
      count[(int) (2 * row.getDouble(1) + row.getDouble(2))]++;
    }
    return switch (constraint) {
      case "demographic-parity" -> range(counts, c -> (c[1] + c[3]) / (c[0] + c[1] + c[2] + c[3]));
      case "equal-opportunity" -> range(counts, c -> c[3] / (c[2] + c[3]));
      case "predictive-equality" -> range(counts, c -> c[1] / (c[0] + c[1]));
      case "error-rate-parity" -> range(counts, c -> (c[1] + c[2]) / (c[0] + c[1] + c[2] + c[3]));
      default ->
          Math.max(
              range(counts, c -> c[3] / (c[2] + c[3])), range(counts, c -> c[1] / (c[0] + c[1])));
    };
  }

  private static double range(Map<String, double[]> counts, ToDoubleFunction<double[]> rate) {
    var statistics = counts.values().stream().mapToDouble(rate).summaryStatistics();
    return statistics.getMax() - statistics.getMin();
  }
}
