package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.tree.CategoricalSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FairGBTClassifierTest {
  /** The first tree holds the labels ±1, the second the residuals 4 y / (1 + exp(2 y F)). */
  @Test
  void boostsTwoStumpsAsByHand() {
    Dataset<Row> rows =
        Spark.session()
            .sql("SELECT * FROM VALUES (1D, 0D), (2D, 0D), (3D, 1D), (4D, 1D) AS t(x, label)")
            .withColumn(
                "features",
                functions.array_to_vector(org.apache.spark.sql.functions.array(col("x"))));
    FairGBTClassificationModel model =
        new FairGBTClassifier().setMaxIter(2).setMaxDepth(1).fit(rows);
    assertThat(model.treeWeights()).containsExactly(1, 0.1);
    assertThat(shape(model, 0))
        .containsExactly(
            "  If (feature 0 <= 2.5)", "   Predict", "  Else (feature 0 > 2.5)", "   Predict");
    double residual = 4 / (1 + Math.exp(2));
    assertThat(leaves(model, 0)).containsExactly(-1, 1);
    assertThat(leaves(model, 1)[1]).isCloseTo(residual, within(1e-12));
    double margin = 1 + 0.1 * residual;
    FairBoostingSummary summary = model.summary().orElseThrow();
    assertThat(summary.loss()).isCloseTo(2 * Math.log1p(Math.exp(-2 * margin)), within(1e-12));
    assertThat(summary.violation()).isNull();
    Row last = model.transform(rows).orderBy(col("x").desc()).first();
    assertThat(last.<Vector>getAs("probability").apply(1))
        .isCloseTo(1 / (1 + Math.exp(-2 * margin)), within(1e-12));
  }

  private static double[] leaves(GBTClassificationModel model, int tree) {
    InternalNode root = (InternalNode) model.trees()[tree].rootNode();
    return new double[] {root.leftChild().prediction(), root.rightChild().prediction()};
  }

  @Test
  void isMllibsGbtClassifierWithoutAConstraint() {
    assertMllibs(People.rows(3000, 1), new GBTClassifier(), new FairGBTClassifier());
  }

  @Test
  void isMllibsGbtClassifierWithWeightsAndCategories() {
    Dataset<Row> rows =
        People.rows(3000, 1)
            .drop("features")
            .withColumn("steps", org.apache.spark.sql.functions.expr("(id * 7 + 4 * label) % 11"))
            .withColumn(
                "month", org.apache.spark.sql.functions.expr("string((id + 2 * label) % 12)"));
    for (String category : List.of("region", "month")) {
      rows =
          new StringIndexer()
              .setInputCol(category)
              .setOutputCol(category + "_index")
              .fit(rows)
              .transform(rows);
    }
    rows =
        new VectorAssembler()
            .setInputCols(new String[] {"region_index", "steps", "month_index"})
            .setOutputCol("features")
            .transform(rows);
    FairGBTClassificationModel model =
        assertMllibs(
            rows,
            new GBTClassifier().setWeightCol("w").setMinInstancesPerNode(20),
            new FairGBTClassifier().setWeightCol("w").setMinInstancesPerNode(20));
    assertThat(hasCategories(model.trees()[0].rootNode())).isTrue();
  }

  private static FairGBTClassificationModel assertMllibs(
      Dataset<Row> rows, GBTClassifier theirs, FairGBTClassifier ours) {
    GBTClassificationModel their = theirs.setMaxIter(4).fit(rows);
    FairGBTClassificationModel our = ours.setMaxIter(4).fit(rows);
    for (int tree = 0; tree < 4; tree++) {
      assertThat(shape(our, tree)).isEqualTo(shape(their, tree));
      assertAlike(our.trees()[tree].rootNode(), their.trees()[tree].rootNode());
    }
    assertThat(our.featureImportances().toArray())
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(their.featureImportances().toArray());
    return our;
  }

  private static List<String> shape(GBTClassificationModel model, int tree) {
    return model
        .trees()[tree]
        .toDebugString()
        .lines()
        .skip(1)
        .map(line -> line.replaceAll("Predict: .*", "Predict"))
        .toList();
  }

  private static void assertAlike(Node our, Node their) {
    assertThat(our.prediction()).isCloseTo(their.prediction(), within(1e-9));
    if (our instanceof InternalNode ours && their instanceof InternalNode theirs) {
      assertThat(our.impurity()).isCloseTo(their.impurity(), within(1e-9));
      assertThat(ours.gain()).isCloseTo(theirs.gain(), within(1e-9));
      assertAlike(ours.leftChild(), theirs.leftChild());
      assertAlike(ours.rightChild(), theirs.rightChild());
    }
  }

  private static boolean hasCategories(Node node) {
    return node instanceof InternalNode inner
        && (inner.split() instanceof CategoricalSplit
            || hasCategories(inner.leftChild())
            || hasCategories(inner.rightChild()));
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
    FairGBTClassificationModel model = fair(constraint, bound).fit(rows);
    FairBoostingSummary summary = model.summary().orElseThrow();
    assertThat(summary.course().get(0).violation()).isGreaterThan(bound);
    assertThat(summary.isMet()).isTrue();
    assertThat(FairLogisticRegressionTest.violation(model.transform(rows), "group", constraint))
        .isLessThanOrEqualTo(bound + 1e-12)
        .isCloseTo(summary.violation(), within(1e-12));
    assertThat(summary.trees()).isGreaterThan(5);
    assertThat(summary.loss()).isLessThan(summary.course().get(0).loss());
    assertThat(summary.multipliers()).anyMatch(multiplier -> multiplier.value() != 0);
  }

  @Test
  void costsLittleAccuracy() {
    Dataset<Row> rows = People.rows(6000, 3);
    Dataset<Row> fresh = People.rows(6000, 4);
    FairGBTClassificationModel fair = fair("demographic-parity", 0.05).fit(rows);
    FairGBTClassificationModel plain = fair("none", 0.05).fit(rows);
    FairLogisticRegressionModel linear =
        FairLogisticRegressionTest.fair("demographic-parity", 0.05).fit(rows);
    assertThat(errors(fair.transform(fresh)) - errors(linear.transform(fresh))).isLessThan(150);
    assertThat(errors(fair.transform(fresh))).isGreaterThan(errors(plain.transform(fresh)));
    assertThat(violation(fair.transform(fresh)))
        .isLessThan(0.4 * violation(plain.transform(fresh)));
  }

  private static double violation(Dataset<Row> scored) {
    return FairLogisticRegressionTest.violation(scored, "group", "demographic-parity");
  }

  private static long errors(Dataset<Row> scored) {
    return scored.filter("prediction <> label").count();
  }

  @Test
  void holdsSeveralAttributesAndTheirIntersections() {
    Dataset<Row> rows = People.rows(6000, 3);
    FairGBTClassificationModel model =
        fair("demographic-parity", 0.08)
            .setSensitiveCols(new String[] {"group", "region"})
            .setIntersections(2)
            .setMaxIter(10)
            .fit(rows);
    assertThat(model.summary().orElseThrow().isMet()).isTrue();
    Dataset<Row> scored =
        model.transform(
            rows.withColumn("group|region", concat_ws("|", col("group"), col("region"))));
    for (String attribute : List.of("group", "region", "group|region")) {
      assertThat(FairLogisticRegressionTest.violation(scored, attribute, "demographic-parity"))
          .isLessThanOrEqualTo(0.08);
    }
  }

  @Test
  void doesNotChangeADigitWhenRowsArePermutedOrPartitionedOtherwise() {
    List<Row> list = People.list(3000, 4);
    FairGBTClassifier estimator =
        fair("equalized-odds", 0.05).setWeightCol("w").setSubsamplingRate(0.7).setMaxIter(6);
    FairGBTClassificationModel first = estimator.fit(People.of(list).repartition(1));
    List<Row> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, new Random(5));
    FairGBTClassificationModel second = estimator.fit(People.of(shuffled).repartition(7));
    assertThat(second.toDebugString()).isEqualTo(first.toDebugString());
    assertThat(second.summary()).isEqualTo(first.summary());
    FairGBTClassificationModel other = estimator.setSeed(18).fit(People.of(list));
    assertThat(other.toDebugString()).isNotEqualTo(first.toDebugString());
  }

  @Test
  void doesNotNeedTheGroupToPredict() {
    Dataset<Row> rows = People.rows(1000, 6);
    FairGBTClassificationModel model = fair("demographic-parity", 0.1).setMaxIter(3).fit(rows);
    assertThat(model.transform(rows.select("features")).columns())
        .containsExactly("features", "rawPrediction", "probability", "prediction");
  }

  @Test
  void holdsTheConstraintAtAnotherThreshold() {
    Dataset<Row> rows = People.rows(4000, 7);
    FairGBTClassificationModel model =
        fair("demographic-parity", 0.03).setThresholds(new double[] {0.7, 0.3}).fit(rows);
    Dataset<Row> scored = model.transform(rows);
    assertThat(model.summary().orElseThrow().isMet()).isTrue();
    assertThat(FairLogisticRegressionTest.violation(scored, "group", "demographic-parity"))
        .isLessThanOrEqualTo(0.03);
    for (Row row : scored.select("probability", "prediction").collectAsList()) {
      double chance = row.<Vector>getAs(0).apply(1);
      assertThat(row.getDouble(1)).isEqualTo(chance > 0.3 ? 1 : 0);
    }
  }

  @Test
  void holdsTheBoundOnAdult() {
    Dataset<Row> rows = Benchmarks.rows("adult");
    FairGBTClassificationModel model =
        fair("equalized-odds", 0.05)
            .setSensitiveCols(new String[] {"sex"})
            .fit(rows.filter("split = 'train'"));
    Dataset<Row> test = model.transform(rows.filter("split = 'test'"));
    assertThat(model.summary().orElseThrow().isMet()).isTrue();
    assertThat(1 - (double) errors(test) / test.count()).isGreaterThan(0.84);
    assertThat(FairLogisticRegressionTest.violation(test, "sex", "equalized-odds")).isLessThan(0.1);
  }

  static FairGBTClassifier fair(String constraint, double bound) {
    return new FairGBTClassifier()
        .setSensitiveCols(new String[] {"group"})
        .setConstraint(constraint)
        .setBound(bound);
  }
}
