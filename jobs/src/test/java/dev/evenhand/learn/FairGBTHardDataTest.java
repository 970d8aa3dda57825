package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** Data that a boosting must survive: with the right result, or with a clear word. */
class FairGBTHardDataTest {
  private static FairBoostingSummary summary(FairGBTClassifier classifier, Dataset<Row> rows) {
    FairGBTClassificationModel model = classifier.fit(rows);
    FairBoostingSummary summary = model.summary().orElseThrow();
    assertThat(summary.loss()).isFinite();
    assertThat(model.toDebugString()).doesNotContain("NaN").doesNotContain("Infinity");
    return summary;
  }

  private static FairGBTClassifier fair(String constraint, double bound) {
    return FairGBTClassifierTest.fair(constraint, bound).setMaxIter(6).setMaxDepth(4);
  }

  @Test
  void namesTheRateOfAGroupWithoutPositivesAndHoldsTheRest() {
    Dataset<Row> rows =
        People.rows(3000, 11)
            .withColumn(
                "group",
                when(col("region").equalTo("west").and(col("label").equalTo(0)), "c")
                    .otherwise(col("group")));
    FairBoostingSummary summary = summary(fair("equalized-odds", 0.08), rows);
    assertThat(summary.undefined()).containsExactly("true_positive_rate of group=c");
    assertThat(summary.violation()).isNotNull().isLessThan(0.2);
  }

  @Test
  void takesAGroupOfThreeRows() {
    Dataset<Row> rows =
        People.rows(2000, 12)
            .withColumn("group", when(col("id").lt(3), "c").otherwise(col("group")));
    FairBoostingSummary summary = summary(fair("demographic-parity", 0.05), rows);
    assertThat(summary.isMet()).isEqualTo(summary.violation() <= 0.05);
    FairBoostingSummary spared =
        summary(fair("demographic-parity", 0.05).setMinGroupWeight(30), rows);
    assertThat(spared.isMet()).isTrue();
    assertThat(spared.undefined()).containsExactly("selection_rate of group=c");
  }

  @Test
  void takesConstantAndCollinearFeatures() {
    List<Row> rows = altered(1000, f -> new double[] {f[0], 7, f[1], 2 * f[0]});
    FairGBTClassificationModel model = fair("demographic-parity", 0.05).fit(People.of(rows));
    assertThat(model.summary().orElseThrow().isMet()).isTrue();
    assertThat(model.featureImportances().apply(1)).isZero();
    assertThat(model.featureImportances().apply(3)).isZero();
    FairBoostingSummary none =
        summary(fair("demographic-parity", 0.05), People.of(altered(200, f -> new double[] {7})));
    assertThat(none.isMet()).isTrue();
    assertThat(none.violation()).isZero();
  }

  @Test
  void endsOnSeparableData() {
    List<Row> rows = new ArrayList<>();
    for (Row row : People.list(600, 13)) {
      double[] features = row.<Vector>getAs(2).toArray();
      rows.add(with(row, features[1] > 10 ? 1 : 0, features));
    }
    FairGBTClassificationModel plain = fair("none", 0).fit(People.of(rows));
    assertThat(plain.transform(People.of(rows)).filter("prediction <> label").count())
        .isLessThan(20);
    FairBoostingSummary summary = summary(fair("demographic-parity", 0.05), People.of(rows));
    assertThat(summary.isMet()).isEqualTo(summary.violation() <= 0.05);
    assertThat(summary.violation()).isLessThanOrEqualTo(summary.course().get(0).violation());
  }

  @Test
  void refusesRowsThatCannotTrain() {
    Dataset<Row> rows = People.rows(100, 14);
    assertRefused(rows.withColumn("w", lit(0.0)), "none has a weight above 0");
    assertRefused(rows.withColumn("w", lit(-1.0)), "100 of 100 have a negative, null or infinite");
    assertRefused(rows.withColumn("label", lit(2.0)), "100 of 100 have a label other than 0 and 1");
    assertRefused(rows.withColumn("label", lit(1.0)), "all labels are equal");
    assertRefused(rows.drop("w"), "Training rows lack the columns w");
    assertRefused(
        People.of(altered(100, f -> new double[] {Double.NaN, f[1]})),
        "100 of 100 have a feature that is not a number");
    assertRefused(People.of(altered(100, f -> new double[0])), "feature vectors are empty");
    assertThatThrownBy(() -> new FairGBTClassifier().setConstraint("demographic-parity").fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("needs sensitive columns");
    assertThatThrownBy(() -> fair("parity", 0.1).fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("one of demographic-parity, equalized-odds");
  }

  private static void assertRefused(Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> new FairGBTClassifier().setWeightCol("w").fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesMoreCategoriesThanBins() {
    Dataset<Row> rows = People.rows(100, 14).withColumn("name", col("id").mod(40).cast("string"));
    rows = new StringIndexer().setInputCol("name").setOutputCol("x").fit(rows).transform(rows);
    Dataset<Row> many =
        new VectorAssembler()
            .setInputCols(new String[] {"x"})
            .setOutputCol("vector")
            .transform(rows);
    FairGBTClassifier classifier = new FairGBTClassifier().setFeaturesCol("vector");
    assertThatThrownBy(() -> classifier.fit(many))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("Feature 0 has 40 categories, more than maxBins 32");
    assertThat(classifier.setMaxBins(64).setMaxIter(2).fit(many).getNumTrees()).isEqualTo(2);
  }

  @Test
  void saysWhenABoundOfZeroCannotBeMetAndComesNear() {
    FairBoostingSummary summary = summary(fair("demographic-parity", 0), People.rows(2000, 15));
    assertThat(summary.violation()).isLessThan(0.01);
    assertThat(summary.isMet()).isEqualTo(summary.violation() <= 1e-12);
  }

  @Test
  void isThePlainModelUnderABoundOfOne() {
    Dataset<Row> rows = People.rows(1000, 16);
    assertThat(trees(fair("demographic-parity", 1).fit(rows)))
        .isEqualTo(trees(fair("none", 1).fit(rows)));
  }

  private static List<String> trees(FairGBTClassificationModel model) {
    return model.toDebugString().lines().skip(1).filter(line -> !line.contains("uid")).toList();
  }

  @Test
  void endsWithFiveHundredGroups() {
    Dataset<Row> rows =
        People.rows(20_000, 17).withColumn("group", concat(lit("g"), col("id").mod(500)));
    FairBoostingSummary summary = summary(fair("demographic-parity", 0.4).setMaxIter(4), rows);
    assertThat(summary.violation()).isBetween(0.0, 0.75);
    assertThat(summary.isMet()).isEqualTo(summary.violation() <= 0.4);
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
  void countsTheSameValuesInAnyOrder() {
    double[] values =
        new SplittableRandom(19).doubles(5000).map(x -> Math.floor(x * x * 3000)).toArray();
    ValueCounts forward = new ValueCounts(100);
    ValueCounts first = new ValueCounts(100);
    ValueCounts second = new ValueCounts(100);
    TreeMap<Double, Long> all = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      forward.add(values[i], 1);
      (i % 3 == 0 ? first : second).add(values[values.length - 1 - i], 1);
      all.merge(values[i], 1L, Long::sum);
    }
    second.merge(first);
    assertThat(forward.sorted()).hasSize(100).isEqualTo(second.sorted()).containsKey(0.0);
    assertThat(all).containsAllEntriesOf(forward.sorted());
  }

  @Test
  void cutsFewValuesBetweenAllAndManyAtEqualCounts() {
    TreeMap<Double, Long> values = new TreeMap<>();
    for (int i = 0; i < 10; i++) {
      values.put((double) i, i == 0 ? 50L : 5L);
    }
    assertThat(FeatureBins.thresholds(values, 10)).hasSize(9).startsWith(0.5, 1.5);
    assertThat(FeatureBins.thresholds(values, 2)).containsExactly(0.5);
    assertThat(Arrays.stream(FeatureBins.thresholds(values, 4)).boxed()).hasSize(3);
  }
}
