package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.FMClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Data that a reduction must survive: with the right result, or with a clear word. */
@Tag("proof")
class ReductionsHardDataTest {
  private static final Dataset<Row> PEOPLE = People.rows(1000, 81).cache();

  private static ReductionSummary summary(Dataset<Row> rows, String constraint, double bound) {
    return ReductionsTest.mixture(ReductionsTest.logistic(), constraint, bound)
        .fit(rows)
        .summary()
        .orElseThrow();
  }

  @Test
  void namesTheRateOfAGroupWithOneLabelAndHoldsTheRest() {
    Dataset<Row> rows =
        PEOPLE.withColumn(
            "group",
            when(col("region").equalTo("west").and(col("label").equalTo(0)), "c")
                .otherwise(col("group")));
    ReductionSummary summary = summary(rows, "equalized-odds", 0.05);
    assertThat(summary.undefined()).containsExactly("true_positive_rate of group=c");
    assertThat(summary.isMet()).isTrue();
  }

  @Test
  void takesAGroupOfThreeRows() {
    Dataset<Row> rows =
        PEOPLE.withColumn("group", when(col("id").lt(3), "c").otherwise(col("group")));
    assertThat(summary(rows, "demographic-parity", 0.05).isMet()).isTrue();
  }

  @Test
  void withOneGroupThereIsNothingToHold() {
    ReductionSummary summary =
        summary(PEOPLE.withColumn("group", lit("a")), "demographic-parity", 0.05);
    assertThat(summary.isMet()).isTrue();
    assertThat(summary.violation()).isZero();
    assertThat(summary.multipliers()).isEmpty();
  }

  @Test
  void aBoundOfZeroIsMetByTheMixtureAndABoundOfOneChangesNothing() {
    ReductionSummary none = summary(PEOPLE, "demographic-parity", 0);
    assertThat(none.isMet()).isTrue();
    assertThat(none.violation()).isLessThan(1e-9);
    ReductionSummary all = summary(PEOPLE, "demographic-parity", 1);
    assertThat(all.fits()).isEqualTo(1);
    assertThat(all.gap()).isZero();
    assertThat(all.error()).isLessThanOrEqualTo(all.plain().error());
  }

  @Test
  void oddFeaturesDoNoHarm() {
    List<UnaryOperator<double[]>> changes =
        List.of(
            f -> new double[] {f[0], 7, f[1]},
            f -> new double[] {f[0], f[1], 2 * f[0]},
            f -> new double[] {1},
            f -> new double[] {f[1] > 10 ? 1 : 0, f[0]});
    for (UnaryOperator<double[]> change : changes) {
      ReductionSummary summary = summary(altered(change), "demographic-parity", 0.05);
      assertThat(summary.isMet()).isTrue();
      assertThat(summary.error()).isBetween(0.0, 0.6);
    }
  }

  @Test
  void endsOnSeparableData() {
    List<Row> rows = new ArrayList<>();
    for (Row row : People.list(600, 82)) {
      rows.add(with(row, row.<Vector>getAs(2).apply(1) > 10 ? 1 : 0, row.<Vector>getAs(2)));
    }
    for (String constraint : List.of("demographic-parity", "equalized-odds")) {
      MixtureModel model =
          ReductionsTest.mixture(new LogisticRegression().setRegParam(0.01), constraint, 0.001)
              .setMaxIter(10)
              .fit(People.of(rows));
      ReductionSummary summary = model.summary().orElseThrow();
      assertThat(summary.isMet()).isTrue();
      assertThat(summary.error()).isBetween(0.0, 0.1);
      assertThat(model.transform(People.of(rows)).filter("isnan(score)").count()).isZero();
    }
  }

  @Test
  void endsWithFiveHundredGroups() {
    Dataset<Row> rows =
        People.rows(10_000, 83).withColumn("group", concat(lit("g"), col("id").mod(500)));
    ReductionSummary summary =
        ReductionsTest.mixture(new DecisionTreeClassifier(), "demographic-parity", 0.2)
            .setMaxIter(3)
            .fit(rows)
            .summary()
            .orElseThrow();
    assertThat(summary.isMet()).isTrue();
    assertThat(summary.plain().violation()).isGreaterThan(0.2);
  }

  @Test
  void refusesWhatCannotTrain() {
    assertRefused(PEOPLE.withColumn("w", lit(0.0)), "none has a weight above 0");
    assertRefused(PEOPLE.withColumn("w", lit(-1.0)), "1000 of 1000 have a negative, null or inf");
    assertRefused(PEOPLE.withColumn("label", lit(2.0)), "have a label other than 0 and 1");
    assertRefused(PEOPLE.withColumn("label", lit(1.0)), "all labels are equal");
    assertRefused(
        altered(f -> new double[] {Double.NaN, f[1]}), "1000 of 1000 have a feature that is not");
    assertRefused(PEOPLE.drop("group"), "Training rows have no column group");
    assertProblem(
        ReductionsTest.mixture(null, "demographic-parity", 0.1), "name one with setEstimator");
    assertProblem(
        ReductionsTest.mixture(new FMClassifier(), "demographic-parity", 0.1),
        "FMClassifier leaves weights out");
    assertProblem(
        ReductionsTest.mixture(new MultilayerPerceptronClassifier(), "demographic-parity", 0.1),
        "MultilayerPerceptronClassifier has no weightCol");
    assertProblem(
        ReductionsTest.mixture(ReductionsTest.logistic(), "parity", 0.1), "Unknown constraint");
    assertProblem(
        ReductionsTest.mixture(ReductionsTest.logistic(), "demographic-parity", 2), "0 and 1");
  }

  private static void assertProblem(ExponentiatedGradient estimator, String message) {
    assertThatThrownBy(() -> estimator.fit(PEOPLE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(message);
  }

  private static void assertRefused(Dataset<Row> rows, String message) {
    assertThatThrownBy(
            () ->
                ReductionsTest.mixture(ReductionsTest.logistic(), "demographic-parity", 0.1)
                    .setWeightCol("w")
                    .fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(message);
  }

  private static Dataset<Row> altered(UnaryOperator<double[]> change) {
    List<Row> rows = new ArrayList<>();
    for (Row row : People.list(1000, 84)) {
      Vector features = Vectors.dense(change.apply(row.<Vector>getAs(2).toArray()));
      rows.add(with(row, row.getDouble(1), features));
    }
    return People.of(rows);
  }

  private static Row with(Row row, double label, Vector features) {
    return RowFactory.create(
        row.get(0), label, features, row.get(3), row.get(4), row.get(5), row.get(6));
  }
}
