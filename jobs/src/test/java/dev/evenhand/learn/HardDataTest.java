package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Data that a training must survive: with the right result, or with a clear word. */
class HardDataTest {
  @Test
  void namesTheRateOfAGroupWithoutPositivesAndHoldsTheRest() {
    Dataset<Row> rows =
        People.rows(3000, 11)
            .withColumn(
                "group",
                when(col("region").equalTo("west").and(col("label").equalTo(0)), "c")
                    .otherwise(col("group")));
    FairTrainingSummary summary =
        FairLogisticRegressionTest.fair("equalized-odds", 0.08).fit(rows).summary().orElseThrow();
    assertThat(summary.undefined()).containsExactly("true_positive_rate of group=c");
    assertThat(summary.violation()).isNotNull().isFinite();
  }

  @Test
  void takesAGroupOfThreeRows() {
    Dataset<Row> rows =
        People.rows(2000, 12)
            .withColumn("group", when(col("id").lt(3), "c").otherwise(col("group")));
    FairTrainingSummary summary =
        FairLogisticRegressionTest.fair("demographic-parity", 0.05)
            .fit(rows)
            .summary()
            .orElseThrow();
    assertThat(summary.violation()).isBetween(0.0, 1.0);
    assertThat(summary.isMet()).isEqualTo(summary.violation() <= 0.05);
    FairTrainingSummary spared =
        FairLogisticRegressionTest.fair("demographic-parity", 0.05)
            .setMinGroupWeight(30)
            .fit(rows)
            .summary()
            .orElseThrow();
    assertThat(spared.isMet()).isTrue();
    assertThat(spared.undefined()).containsExactly("selection_rate of group=c");
  }

  @Test
  void givesAConstantFeatureNoWeight() {
    List<Row> rows = altered(1000, features -> new double[] {features[0], 7, features[1]});
    FairLogisticRegressionModel model =
        FairLogisticRegressionTest.fair("demographic-parity", 0.05).fit(People.of(rows));
    assertThat(model.coefficients().apply(1)).isZero();
    assertThat(model.summary().orElseThrow().isMet()).isTrue();
  }

  @Test
  void sharesTheWeightOfCollinearColumns() {
    List<Row> rows =
        altered(1000, features -> new double[] {features[0], features[1], 2 * features[0]});
    FairLogisticRegressionModel twice =
        FairLogisticRegressionTest.fair("demographic-parity", 0.05).fit(People.of(rows));
    FairTrainingSummary once =
        FairLogisticRegressionTest.fair("demographic-parity", 0.05)
            .fit(People.of(altered(1000, f -> new double[] {f[0], f[1]})))
            .summary()
            .orElseThrow();
    assertThat(twice.coefficients().toArray()).doesNotContain(Double.NaN);
    assertThat(twice.summary().orElseThrow().isMet()).isTrue();
    assertThat(twice.summary().orElseThrow().objective()).isLessThan(once.objective() + 2e-3);
  }

  @Test
  void endsOnSeparableData() {
    List<Row> rows = new ArrayList<>();
    for (Row row : People.list(600, 13)) {
      double[] features = row.<Vector>getAs(2).toArray();
      rows.add(with(row, features[1] > 10 ? 1 : 0, features));
    }
    FairLogisticRegressionModel model = new FairLogisticRegression().fit(People.of(rows));
    assertThat(model.transform(People.of(rows)).filter("prediction <> label").count()).isZero();
    assertThat(Arrays.stream(model.coefficients().toArray())).allMatch(Double::isFinite);
    FairLogisticRegressionModel fair =
        FairLogisticRegressionTest.fair("demographic-parity", 0.01).fit(People.of(rows));
    assertThat(Arrays.stream(fair.coefficients().toArray())).allMatch(Double::isFinite);
  }

  @Test
  void refusesRowsThatCannotTrain() {
    Dataset<Row> rows = People.rows(100, 14);
    assertRefused(rows.withColumn("w", lit(0.0)), "none has a weight above 0");
    assertRefused(rows.withColumn("w", lit(-1.0)), "100 of 100 have a negative, null or infinite");
    assertRefused(rows.withColumn("label", lit(2.0)), "100 of 100 have a label other than 0 and 1");
    assertRefused(rows.withColumn("label", lit(1.0)), "all labels are equal");
    assertRefused(
        People.of(altered(100, features -> new double[] {Double.NaN, features[1]})),
        "100 of 100 have a feature that is not a number");
    assertThatThrownBy(
            () -> new FairLogisticRegression().setConstraint("demographic-parity").fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("needs sensitive columns");
    assertThatThrownBy(() -> FairLogisticRegressionTest.fair("parity", 0.1).fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("one of demographic-parity, equalized-odds");
  }

  private static void assertRefused(Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> new FairLogisticRegression().setWeightCol("w").fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(message);
  }

  @Test
  void saysWhenABoundOfZeroCannotBeMetAndComesNear() {
    FairTrainingSummary summary =
        FairLogisticRegressionTest.fair("demographic-parity", 0)
            .fit(People.rows(2000, 15))
            .summary()
            .orElseThrow();
    assertThat(summary.violation()).isLessThan(0.01);
    assertThat(summary.isMet()).isEqualTo(summary.violation() <= 1e-12);
  }

  @Test
  void isThePlainModelUnderABoundOfOne() {
    Dataset<Row> rows = People.rows(1000, 16);
    FairLogisticRegressionModel plain = new FairLogisticRegression().fit(rows);
    FairLogisticRegressionModel loose =
        FairLogisticRegressionTest.fair("demographic-parity", 1).fit(rows);
    for (int i = 0; i < 4; i++) {
      assertThat(loose.coefficients().apply(i))
          .isCloseTo(plain.coefficients().apply(i), Offset.offset(1e-9));
    }
  }

  @Test
  void endsWithFiveHundredGroups() {
    Dataset<Row> rows =
        People.rows(20_000, 17)
            .withColumn(
                "group", org.apache.spark.sql.functions.concat(lit("g"), col("id").mod(500)));
    FairTrainingSummary summary =
        FairLogisticRegressionTest.fair("demographic-parity", 0.3)
            .fit(rows)
            .summary()
            .orElseThrow();
    assertThat(summary.violation()).isBetween(0.0, 0.7);
    assertThat(summary.passes()).isLessThan(400);
  }

  private static List<Row> altered(int n, UnaryOperator<double[]> change) {
    List<Row> rows = new ArrayList<>();
    for (Row row : People.list(n, 18)) {
      double[] features = row.<Vector>getAs(2).toArray();
      rows.add(with(row, row.getDouble(1), change.apply(features)));
    }
    return rows;
  }

  private static Row with(Row row, double label, double[] features) {
    return RowFactory.create(
        row.get(0), label, Vectors.dense(features), row.get(3), row.get(4), row.get(5), row.get(6));
  }

  @Test
  void sumsTheSameInAnyOrder() {
    SplittableRandom random = new SplittableRandom(19);
    double[] terms = random.doubles(10_000, -1, 1).map(x -> x * x * x * 1e3).toArray();
    ExactSums forward = new ExactSums(1, 1e3, terms.length);
    ExactSums backward = new ExactSums(1, 1e3, terms.length);
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < terms.length; i++) {
      forward.add(0, terms[i]);
      backward.add(0, terms[terms.length - 1 - i]);
      exact = exact.add(new BigDecimal(terms[i]));
    }
    assertThat(forward.value(0)).isEqualTo(backward.value(0));
    assertThat(forward.value(0)).isCloseTo(exact.doubleValue(), Offset.offset(1e-10));
  }
}
