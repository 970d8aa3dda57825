package dev.evenhand.attribution;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contributions add up to MLlib's own scores on every row of public data, to 1e-9. */
class ShapleyPublicDataTest {
  private static PublicRows rows(String name) {
    return name.equals("adult") ? PublicRows.adult() : PublicRows.bankMarketing();
  }

  /** A way to explain, and the model's own column that it adds up to. */
  private record Explained(ShapleyValues values, String score) {}

  /** Asserts that on every row base plus contributions is the model's own score, in one pass. */
  private static void assertAddUp(
      PredictionModel<Vector, ?> model, PublicRows data, Explained... ways) {
    Dataset<Row> all = model.transform(data.rows());
    List<Column> checks = new ArrayList<>();
    for (int i = 0; i < ways.length; i++) {
      String contributions = "contributions" + i;
      String base = "base" + i;
      ShapleyValues values = ways[i].values().setPlayers(data.players());
      all = values.setContributionsCol(contributions).setBaseCol(base).transform(all);
      Column sum =
          aggregate(
              vector_to_array(col(contributions), "float64"),
              col(base),
              (total, value) -> total.plus(value));
      Column own = element_at(vector_to_array(col(ways[i].score()), "float64"), 2);
      checks.add(max(abs(sum.minus(own))));
      checks.add(count(sum));
    }
    Row checked = all.agg(count(lit(1)), checks.toArray(Column[]::new)).head();
    assertThat(checked.getLong(0)).isGreaterThan(45_000);
    for (int i = 0; i < ways.length; i++) {
      assertThat(checked.getDouble(1 + 2 * i)).as("%s", ways[i]).isLessThan(1e-9);
      assertThat(checked.getLong(2 + 2 * i)).isEqualTo(checked.getLong(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adult", "bank"})
  void contributionsAddUpOnEveryRow(String name) {
    PublicRows data = rows(name);
    assertThat(data.players()).hasSizeGreaterThan(40);
    var boosted = new GBTClassifier().setMaxIter(5).setSeed(1).fit(data.rows());
    assertAddUp(
        boosted,
        data,
        new Explained(ShapleyValues.pathDependent(boosted), "rawPrediction"),
        new Explained(ShapleyValues.pathDependent(boosted).setScale("probability"), "probability"),
        new Explained(
            ShapleyValues.interventional(boosted, data.rows(), "features"), "rawPrediction"));

    var forest = new RandomForestClassifier().setNumTrees(3).setMaxDepth(8).setSeed(1);
    var grown = forest.fit(data.rows());
    assertAddUp(
        grown,
        data,
        new Explained(ShapleyValues.pathDependent(grown).setScale("probability"), "probability"));

    var linear = new LogisticRegression().setMaxIter(5).fit(data.rows());
    assertAddUp(
        linear,
        data,
        new Explained(
            ShapleyValues.interventional(linear, data.rows(), "features"), "rawPrediction"));
  }
}
