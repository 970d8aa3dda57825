package dev.evenhand.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** A probability that is no sum is rescaled, and says so. */
class ShapleyScaleTest {
  private static final String RESCALED = ", on the probability, rescaled from the margin";
  private static final String EXACT = ", on the probability";

  private static Dataset<Row> rows(double[]... vectors) {
    return ShapleyValuesTest.rows(
        Arrays.stream(vectors)
            .map(vector -> RowFactory.create(0.0, Vectors.dense(vector)))
            .toList());
  }

  private static String label(Transformer model, String scale) {
    Dataset<Row> background = rows(new double[] {0, 0}, new double[] {1, 1});
    return ShapleyValues.interventional(model, background, "features").setScale(scale).method();
  }

  @Test
  void whatIsRescaledIsLabelled() {
    LogisticRegressionModel two = new LogisticRegressionModel("two", Vectors.dense(2, -1), 0);
    LogisticRegressionModel three =
        new LogisticRegressionModel(
            "three",
            Matrices.dense(3, 2, new double[] {1, 0, -1, 0, 1, -1}),
            Vectors.zeros(3),
            3,
            true);
    RandomTrees boosted = new RandomTrees(71, 2, 0);
    for (Transformer model : List.of(two, three, boosted.boosted(2, 2))) {
      assertThat(label(model, "probability")).endsWith(RESCALED);
      assertThat(label(model, "margin")).endsWith(", on the margin");
    }
    assertThat(ShapleyValues.pathDependent(boosted.boosted(2, 2)).setScale("probability").method())
        .isEqualTo(
            "Shapley values, exact, path-dependent, on the probability, rescaled from the margin");
  }

  @Test
  void treesAndForestsAreExactOnTheProbability() {
    RandomTrees random = new RandomTrees(72, 2, 3);
    for (Transformer model : List.of(random.classifier(3), random.forest(2, 3))) {
      assertThat(label(model, "probability")).endsWith(EXACT).doesNotContain("rescaled");
    }
  }

  @Test
  void rescalingKeepsTheSharesOfTheMarginByHand() {
    // Margin 2a - b, base 0 of one row (0, 0). Row (2, 1): contributions 4 and -1, of margin 3.
    // The probability goes from 1/2 to 1 / (1 + e^-3); 4/3 of the way is a's, -1/3 is b's.
    LogisticRegressionModel model = new LogisticRegressionModel("two", Vectors.dense(2, -1), 0);
    Row row =
        ShapleyValues.interventional(model, rows(new double[] {0, 0}), "features")
            .setScale("probability")
            .transform(rows(new double[] {2, 1}))
            .head();
    double way = 1 / (1 + Math.exp(-3)) - 0.5;
    assertThat(row.<Double>getAs("base")).isEqualTo(0.5);
    assertThat(row.<Vector>getAs("contributions").toArray())
        .containsExactly(new double[] {way * 4 / 3, -way / 3}, within(1e-12));
  }
}
