package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Curves and importances of the line 2a + 3b, which does not ask c. */
class DependenceAndImportanceTest {
  private static final List<String> PLAYERS = List.of("a", "b", "b", "c");

  private static Dataset<Row> rows;
  private static LinearRegressionModel model;

  @BeforeAll
  static void fit() {
    SplittableRandom random = new SplittableRandom(9);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int b = random.nextInt(2);
      double[] x = {random.nextDouble(), b, 1 - b, random.nextDouble()};
      all.add(RowFactory.create(2 * x[0] + 3 * x[1], Vectors.dense(x)));
    }
    rows = ShapleyValuesTest.rows(all).cache();
    model = new LinearRegression().setSolver("l-bfgs").setTol(1e-12).fit(rows);
  }

  @Test
  void partialDependenceOfALineIsALine() {
    List<Row> curve =
        PartialDependence.of(
                model, rows, "features", FeatureProbe.number("a", 0, 0, 0.5, 1), "prediction")
            .collectAsList();
    assertThat(curve)
        .extracting(row -> row.<String>getAs("probed_label"))
        .containsExactly("0.0", "0.5", "1.0");
    double first = curve.get(0).getAs("mean");
    assertThat(curve.get(1).<Double>getAs("mean") - first).isCloseTo(1, within(1e-3));
    assertThat(curve.get(2).<Double>getAs("mean") - first).isCloseTo(2, within(1e-3));
    assertThat(curve.get(0).<Long>getAs("n")).isEqualTo(400);
    assertThat(curve.get(0).<Double>getAs("ci_low")).isLessThan(first);
  }

  @Test
  void eachRowHasItsOwnCurve() {
    FeatureProbe category = FeatureProbe.category("b", PLAYERS);
    Dataset<Row> curves = PartialDependence.curves(model, rows, "features", category, "");
    assertThat(curves.columns())
        .containsExactly("label", "features", "probed_value", "probed_label", "probed_score");
    assertThat(curves.count()).isEqualTo(800);
    Row row = curves.filter("probed_value = 1").head();
    Vector features = row.getAs("features");
    assertThat(row.<Double>getAs("probed_score")).isCloseTo(2 * features.apply(0), within(1e-3));
  }

  @Test
  void exchangingAFeatureCostsWhatItExplains() {
    var request = new PermutationImportance.Request("features", "label", "squared", PLAYERS, 7);
    List<Row> found = PermutationImportance.of(model, rows, request).collectAsList();
    assertThat(found).extracting(row -> row.<String>getAs("player")).containsExactly("b", "a", "c");
    // Of independent x and x', E (w x - w x')² = 2 w² var(x): 2 · 9 / 4, and 2 · 4 / 12.
    assertThat(found.get(0).<Double>getAs("importance")).isCloseTo(4.5, within(0.7));
    assertThat(found.get(1).<Double>getAs("importance")).isCloseTo(0.667, within(0.15));
    assertThat(found.get(2).<Double>getAs("importance")).isCloseTo(0, within(1e-3));
    assertThat(found.get(0).<Double>getAs("ci_low")).isBetween(3.0, 4.6);
    assertThat(PermutationImportance.of(model, rows.repartition(5), request).collectAsList())
        .extracting(row -> String.format("%.9f", row.<Double>getAs("importance")))
        .isEqualTo(
            found.stream()
                .map(row -> String.format("%.9f", row.<Double>getAs("importance")))
                .toList());
    var unknown = new PermutationImportance.Request("features", "label", "f1", PLAYERS, 7);
    assertThatThrownBy(() -> PermutationImportance.of(model, rows, unknown))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("log-loss, zero-one");
  }

  @Test
  void globalImportanceIsTheMeanSizeByGroup() {
    Dataset<Row> explained =
        ShapleyValues.interventional(model, rows, "features")
            .setPlayers(PLAYERS.toArray(String[]::new))
            .transform(rows)
            .withColumn("group", col("label").gt(2));
    List<Row> all = GlobalImportance.of(explained, "contributions").collectAsList();
    assertThat(all).extracting(row -> row.<String>getAs("player")).containsExactly("a", "b", "c");
    assertThat(all.get(1).<Double>getAs("importance")).isCloseTo(1.5, within(0.05));
    assertThat(all.get(0).<Double>getAs("mean_contribution")).isCloseTo(0, within(1e-9));
    assertThat(all.get(0).<Double>getAs("ci_low"))
        .isLessThan(all.get(0).<Double>getAs("importance"));
    List<Row> byGroup = GlobalImportance.of(explained, "contributions", "group").collectAsList();
    assertThat(byGroup).hasSize(6);
    double weighted = 0;
    for (Row row : byGroup) {
      if (row.getAs("player").equals("b")) {
        weighted += row.<Double>getAs("importance") * row.<Long>getAs("n") / 400;
      }
    }
    assertThat(weighted).isCloseTo(all.get(1).<Double>getAs("importance"), within(1e-9));
  }
}
