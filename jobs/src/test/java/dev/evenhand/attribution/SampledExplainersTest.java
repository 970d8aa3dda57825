package dev.evenhand.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** KernelSHAP and LIME against exact values, and of models that are lines themselves. */
class SampledExplainersTest {
  private static Dataset<Row> rows;

  @BeforeAll
  static void rows() {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double[] x = random.doubles(6, -1, 1).toArray();
      double label = x[0] + x[1] * x[2] + 0.5 * x[4] > 0 ? 1 : 0;
      all.add(RowFactory.create(label, Vectors.dense(x)));
    }
    rows = ShapleyValuesTest.rows(all).cache();
  }

  private static double[] contributions(Row row) {
    return row.<Vector>getAs("contributions").toArray();
  }

  @Test
  void kernelShapOfAllCoalitionsIsExact() {
    RandomForestClassificationModel model =
        new RandomForestClassifier().setNumTrees(5).setMaxDepth(4).setSeed(1).fit(rows);
    Dataset<Row> background = rows.limit(12);
    String[] players = {"a", "b", "c", "d", "e", "a"};
    Dataset<Row> some = rows.limit(20);
    List<Row> exact =
        ShapleyValues.interventional(model, background, "features")
            .setScale("probability")
            .setPlayers(players)
            .transform(some)
            .collectAsList();
    Dataset<Row> sampled =
        KernelShap.of(model, background, "features", 12)
            .setPlayers(players)
            .setBudget(30)
            .transform(some);
    List<Row> found = sampled.collectAsList();
    for (int i = 0; i < exact.size(); i++) {
      assertThat(contributions(found.get(i)))
          .containsExactly(contributions(exact.get(i)), within(1e-9));
      assertThat(found.get(i).<Double>getAs("base"))
          .isCloseTo(exact.get(i).<Double>getAs("base"), within(1e-9));
      assertThat(found.get(i).<Double>getAs("r2")).isBetween(0.0, 1.0);
    }
    assertThat(sampled.columns())
        .containsExactly("label", "features", "contributions", "base", "r2");
  }

  @Test
  void kernelShapWithAFewCoalitionsStillAddsUpAndComesNear() {
    RandomForestClassificationModel model =
        new RandomForestClassifier().setNumTrees(5).setMaxDepth(4).setSeed(1).fit(rows);
    Dataset<Row> background = rows.limit(12);
    Row exact =
        ShapleyValues.interventional(model, background, "features")
            .setScale("probability")
            .transform(rows)
            .head();
    KernelShap few = KernelShap.of(model, background, "features", 12).setBudget(40);
    assertThat(few.evaluations(6)).isEqualTo(40 * 12 + 1);
    Row row = few.transform(rows).head();
    double sum = row.<Double>getAs("base") + Arrays.stream(contributions(row)).sum();
    Vector features = row.getAs("features");
    assertThat(sum).isCloseTo(model.predictProbability(features).apply(1), within(1e-9));
    assertThat(contributions(row)).containsExactly(contributions(exact), within(0.05));
    assertThat(contributions(few.transform(rows).head())).isEqualTo(contributions(row));
  }

  @Test
  void aLineIsFollowedExactly() {
    LinearRegressionModel model = new LinearRegression().fit(rows);
    Row exact =
        ShapleyValues.interventional(model, rows.limit(7), "features").transform(rows).head();
    Row kernel =
        KernelShap.of(model, rows.limit(7), "features", 7).setBudget(14).transform(rows).head();
    assertThat(contributions(kernel)).containsExactly(contributions(exact), within(1e-9));
    assertThat(kernel.<Double>getAs("r2")).isCloseTo(1, within(1e-9));
    Row lime = Lime.of(model, rows.limit(1), "features", 1).setBudget(4000).transform(rows).head();
    Vector own = rows.head().getAs("features");
    Vector other = Sampled.some(rows.limit(1), "features", 1).get(0);
    for (int i = 0; i < 6; i++) {
      double step = model.coefficients().apply(i) * (own.apply(i) - other.apply(i));
      assertThat(contributions(lime)[i]).isCloseTo(step, within(0.01));
    }
  }

  @Test
  void limeSaysHowFarItsLineFollows() {
    RandomForestClassificationModel model =
        new RandomForestClassifier().setNumTrees(5).setMaxDepth(4).setSeed(1).fit(rows);
    Lime lime = Lime.of(model, rows, "features", 50).setBudget(300);
    for (Row row : lime.transform(rows.limit(20)).collectAsList()) {
      assertThat(row.<Double>getAs("r2")).isBetween(0.0, 1.0);
    }
    assertThat(lime.setWidth(0.5).transform(rows).head().<Double>getAs("r2")).isFinite();
  }

  @Test
  void savedAndReadBackTheySayTheSame() throws IOException {
    LinearRegressionModel model = new LinearRegression().fit(rows);
    String kernel = Spark.temporary("kernel").resolve("shap").toString();
    KernelShap shap = KernelShap.of(model, rows, "features", 5).setBudget(20).setSeed(3);
    shap.save(kernel);
    assertThat(KernelShap.load(kernel).transform(rows).head())
        .isEqualTo(shap.transform(rows).head());
    String path = Spark.temporary("lime").resolve("lime").toString();
    Lime lime = Lime.of(model, rows, "features", 5).setBudget(50).setWidth(2);
    lime.save(path);
    assertThat(Lime.load(path).transform(rows).head()).isEqualTo(lime.transform(rows).head());
  }

  @Test
  void refusesASmallBudgetAndKeepsRowsWithoutAVector() {
    LinearRegressionModel model = new LinearRegression().fit(rows);
    KernelShap shap = KernelShap.of(model, rows, "features", 5).setBudget(6);
    assertThatThrownBy(() -> shap.transform(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("at least 12");
    KernelShap last = KernelShap.of(model, rows, "features", 5).setTargetClass(-1);
    assertThatThrownBy(() -> last.transform(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("targetClass is -1");
    Dataset<Row> gaps =
        ShapleyValuesTest.rows(
            List.of(rows.head(), RowFactory.create(0.0, null), RowFactory.create(1.0, null)));
    List<Row> explained = shap.setBudget(20).transform(gaps).collectAsList();
    assertThat(explained).hasSize(3);
    assertThat(explained.get(0).isNullAt(2)).isFalse();
    assertThat(explained.get(1).isNullAt(2)).isTrue();
    assertThat(explained.get(2).isNullAt(2)).isTrue();
  }
}
