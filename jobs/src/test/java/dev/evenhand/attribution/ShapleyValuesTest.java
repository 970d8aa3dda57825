package dev.evenhand.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.learn.FairLinearRegression;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.NaiveBayes;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.mllib.tree.impurity.VarianceCalculator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/** The transformer: hand-checked cases, columns, classes, scales, saving and refusals. */
class ShapleyValuesTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType, false)
          .add("features", SQLDataTypes.VectorType(), true);

  static Dataset<Row> rows(List<Row> rows) {
    return Spark.session().createDataFrame(rows, SCHEMA).coalesce(1);
  }

  private static Dataset<Row> vectors(double[]... vectors) {
    return rows(Arrays.stream(vectors).map(v -> RowFactory.create(0.0, Vectors.dense(v))).toList());
  }

  /** Label by three features: 0, 1 or 2. */
  private static Dataset<Row> threeClasses() {
    List<Vector> features = new RandomTrees(77, 3, 0).rows(300);
    return rows(
        features.stream()
            .map(v -> Vectors.dense(Arrays.stream(v.toArray()).map(x -> x + 0.0).toArray()))
            .map(v -> Arrays.stream(v.toArray()).anyMatch(Double::isNaN) ? Vectors.zeros(3) : v)
            .map(v -> RowFactory.create(label(v), v))
            .toList());
  }

  private static double label(Vector v) {
    return v.apply(0) > 0.5 ? 2 : v.apply(1) + v.apply(2) > 1 ? 1 : 0;
  }

  private static LeafNode leaf(double value, double rows) {
    return new LeafNode(value, 0, new VarianceCalculator(new double[] {rows, 0, 0}, (long) rows));
  }

  private static Node split(int feature, double threshold, Node left, Node right) {
    double rows = left.impurityStats().count() + right.impurityStats().count();
    return new InternalNode(
        0,
        0,
        0,
        left,
        right,
        new ContinuousSplit(feature, threshold),
        new VarianceCalculator(new double[] {rows, 0, 0}, (long) rows));
  }

  /** 10 if both entries exceed 0.5, else 0; of four training rows, one a corner. */
  private static DecisionTreeRegressionModel and() {
    Node right = split(1, 0.5, leaf(0, 1), leaf(10, 1));
    return new DecisionTreeRegressionModel("and", split(0, 0.5, leaf(0, 2), right), 2);
  }

  private static double[] contributions(Row row) {
    return row.<Vector>getAs("contributions").toArray();
  }

  @Test
  void pathDependentByHand() {
    // Nobody known: 10 / 4. Either of two players alone makes it 10 / 2; both 10. Each: 3.75.
    ShapleyValues values = ShapleyValues.pathDependent(and());
    Row row = values.transform(vectors(new double[] {1, 1})).head();
    assertThat(row.<Double>getAs("base")).isEqualTo(2.5);
    assertThat(contributions(row)).containsExactly(new double[] {3.75, 3.75}, within(1e-12));
    // Row (1, 0): v(1) = 5, v(2) = 0, v(12) = 0. First: (2.5 + 0) / 2, second (-2.5 - 5) / 2.
    Row second = values.transform(vectors(new double[] {1, 0})).head();
    assertThat(contributions(second)).containsExactly(new double[] {1.25, -3.75}, within(1e-12));
  }

  @Test
  void interventionalByHand() {
    // Background (0, 0), (0, 1), (1, 1): base 10/3. Row (1, 1): v(1) = (0 + 10 + 10) / 3, v(2) =
    // (0 + 0 + 10) / 3, v(12) = 10. First: ((20 - 10) + (30 - 10)) / 6 = 5; second: 5 / 3.
    Dataset<Row> background =
        vectors(new double[] {0, 0}, new double[] {0, 1}, new double[] {1, 1});
    ShapleyValues values = ShapleyValues.interventional(and(), background, "features");
    Row row = values.transform(vectors(new double[] {1, 1})).head();
    assertThat(row.<Double>getAs("base")).isCloseTo(10.0 / 3, within(1e-12));
    assertThat(contributions(row)).containsExactly(new double[] {5, 5.0 / 3}, within(1e-12));
    assertThat(values.method())
        .isEqualTo("Shapley values, exact, interventional, 3 background rows, on the margin");
  }

  @Test
  void interactionsByHand() {
    // v() = 2.5, v(1) = v(2) = 5, v(12) = 10: the pair's 2.5 is halved between both places.
    ShapleyValues values = ShapleyValues.pathDependent(and()).setInteractionsCol("interactions");
    Matrix matrix = values.transform(vectors(new double[] {1, 1})).head().getAs("interactions");
    assertThat(matrix.toArray())
        .containsExactly(new double[] {2.5, 1.25, 1.25, 2.5}, within(1e-12));
  }

  @Test
  void codesOfOneColumnArePlayedTogether() {
    // Together they are the whole model: the contribution is score minus base, 7.5.
    ShapleyValues values =
        ShapleyValues.pathDependent(and()).setPlayers(new String[] {"colour", "colour"});
    Dataset<Row> explained = values.transform(vectors(new double[] {1, 1}));
    Map<String, Double> byPlayer =
        explained.select(ShapleyValues.byPlayer(explained, "contributions")).head().getJavaMap(0);
    assertThat(byPlayer).containsExactly(Map.entry("colour", 7.5));
  }

  @Test
  void eachClassOfSeveralHasItsOwn() {
    Dataset<Row> rows = threeClasses();
    LogisticRegressionModel model = new LogisticRegression().setMaxIter(20).fit(rows);
    ShapleyValues values = ShapleyValues.interventional(model, rows, "features");
    for (String scale : List.of("margin", "probability")) {
      Row row = values.setScale(scale).transform(rows).head();
      List<Vector> byClass = row.getList(row.fieldIndex("contributions"));
      List<Double> base = row.getList(row.fieldIndex("base"));
      Vector features = row.getAs("features");
      Vector own =
          scale.equals("margin") ? model.predictRaw(features) : model.predictProbability(features);
      assertThat(byClass).hasSize(3);
      for (int c = 0; c < 3; c++) {
        double sum = base.get(c) + Arrays.stream(byClass.get(c).toArray()).sum();
        assertThat(sum).isCloseTo(own.apply(c), within(1e-9));
      }
      Row one = values.copy(new ParamMap()).transform(rows).head();
      assertThat(one.<List<?>>getList(row.fieldIndex("contributions"))).hasSize(3);
      assertThat(contributions(withTarget(model, rows, scale, 2)))
          .containsExactly(byClass.get(2).toArray(), within(1e-12));
    }
  }

  private static Row withTarget(
      LogisticRegressionModel model, Dataset<Row> rows, String scale, int target) {
    return ShapleyValues.interventional(model, rows, "features")
        .setScale(scale)
        .setTargetClass(target)
        .transform(rows)
        .head();
  }

  @Test
  void everyRegressionAndLinearModelAddsUp() {
    Dataset<Row> rows = threeClasses();
    var two = rows.selectExpr("double(label > 0) label", "features");
    assertAddsUp(new LinearRegression().fit(rows), rows);
    assertAddsUp(new FairLinearRegression().fit(rows), rows);
    assertAddsUp(new GBTRegressor().setMaxIter(3).fit(rows), rows);
    assertAddsUp(new RandomForestRegressor().setNumTrees(3).fit(rows), rows);
    var svc = new LinearSVC().setMaxIter(5).fit(two);
    Row row = ShapleyValues.interventional(svc, two, "features").transform(two).head();
    double sum = row.<Double>getAs("base") + Arrays.stream(contributions(row)).sum();
    assertThat(sum).isCloseTo(svc.predictRaw(row.<Vector>getAs("features")).apply(1), within(1e-9));
  }

  private static void assertAddsUp(PredictionModel<Vector, ?> model, Dataset<Row> rows) {
    ShapleyValues values = ShapleyValues.interventional(model, rows, "features");
    for (Row row : values.transform(rows).takeAsList(50)) {
      double sum = row.<Double>getAs("base") + Arrays.stream(contributions(row)).sum();
      assertThat(sum).isCloseTo(model.predict(row.<Vector>getAs("features")), within(1e-9));
    }
  }

  @Test
  void savedAndReadBackItSaysTheSame() throws IOException {
    Dataset<Row> rows = threeClasses();
    var model = new GBTRegressor().setMaxIter(3).setSeed(1).fit(rows);
    String[] players = {"a", "b", "a"};
    for (ShapleyValues values :
        List.of(
            ShapleyValues.pathDependent(model),
            ShapleyValues.interventional(model, rows, "features"),
            ShapleyValues.interventional(new LinearRegression().fit(rows), rows, "features"))) {
      String path = Spark.temporary("shapley").resolve("values").toString();
      values.setPlayers(players).setContributionsCol("phi").save(path);
      ShapleyValues read = ShapleyValues.load(path);
      assertThat(read.uid()).isEqualTo(values.uid());
      assertThat(read.transform(rows).collectAsList())
          .isEqualTo(values.transform(rows).collectAsList());
      assertThat(read.transformSchema(SCHEMA).fieldNames())
          .isEqualTo(values.transform(rows).schema().fieldNames());
    }
  }

  @Test
  void aRowWithoutAVectorHasNoContributions() {
    Row row =
        ShapleyValues.pathDependent(and())
            .transform(rows(List.of(RowFactory.create(0.0, null))))
            .head();
    assertThat(row.isNullAt(row.fieldIndex("contributions"))).isTrue();
  }

  @Test
  void refusesWhatItCannotExplain() {
    Dataset<Row> rows = threeClasses();
    LogisticRegressionModel linear = new LogisticRegression().setMaxIter(2).fit(rows);
    assertProblem(() -> ShapleyValues.pathDependent(linear), "give background rows");
    assertProblem(
        () -> ShapleyValues.interventional(linear, rows.limit(0), "features"), "has no rows");
    var positive = rows.selectExpr("label", "features").filter("label < 2");
    var shifted =
        positive.collectAsList().stream()
            .map(
                r ->
                    RowFactory.create(
                        r.getDouble(0),
                        Vectors.dense(
                            Arrays.stream(r.<Vector>getAs(1).toArray()).map(Math::abs).toArray())))
            .toList();
    var bayes = new NaiveBayes().fit(rows(shifted));
    assertProblem(() -> ShapleyValues.pathDependent(bayes), "use KernelShap");
    ShapleyValues values = ShapleyValues.pathDependent(and());
    assertProblem(() -> values.setScale("probability").transform(rows), "has none");
    assertProblem(() -> values.setScale("odds").transform(rows), "margin or probability");
    ShapleyValues named = ShapleyValues.pathDependent(and()).setPlayers(new String[] {"a"});
    assertProblem(() -> named.transform(vectors(new double[] {1, 1})), "Name each entry");
    assertProblem(() -> named.setFeaturesCol("x").transform(rows), "featuresCol names column 'x'");
    ShapleyValues target = ShapleyValues.interventional(linear, rows, "features").setTargetClass(3);
    assertProblem(() -> target.transform(rows), "classes 0 to 2");
    assertProblem(
        () -> target.setTargetClass(-1).transform(rows),
        "targetClass is -1, but the model has classes 0 to 2");
  }

  private static void assertProblem(ThrowableAssert.ThrowingCallable call, String words) {
    assertThatThrownBy(call).isInstanceOf(DataProblem.class).hasMessageContaining(words);
  }
}
