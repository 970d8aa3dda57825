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

  /** The largest difference between base plus contributions and the model's own score. */
  private static double gap(
      PredictionModel<Vector, ?> model, ShapleyValues values, PublicRows data, String score) {
    Dataset<Row> both = values.setPlayers(data.players()).transform(model.transform(data.rows()));
    Column sum =
        aggregate(
            vector_to_array(col("contributions"), "float64"),
            col("base"),
            (total, value) -> total.plus(value));
    Column own = element_at(vector_to_array(col(score), "float64"), 2);
    Row checked = both.agg(max(abs(sum.minus(own))), count(lit(1)), count(sum)).head();
    assertThat(checked.getLong(1)).isEqualTo(data.rows().count()).isGreaterThan(45_000);
    assertThat(checked.getLong(2)).isEqualTo(checked.getLong(1));
    return checked.getDouble(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adult", "bank"})
  void contributionsAddUpOnEveryRow(String name) {
    PublicRows data = rows(name);
    assertThat(data.players()).hasSizeGreaterThan(40);
    var boosted = new GBTClassifier().setMaxIter(10).setSeed(1).fit(data.rows());
    ShapleyValues pathDependent = ShapleyValues.pathDependent(boosted);
    assertThat(gap(boosted, pathDependent, data, "rawPrediction")).isLessThan(1e-9);
    assertThat(gap(boosted, pathDependent.setScale("probability"), data, "probability"))
        .isLessThan(1e-9);
    ShapleyValues interventional = ShapleyValues.interventional(boosted, data.rows(), "features");
    assertThat(gap(boosted, interventional, data, "rawPrediction")).isLessThan(1e-9);

    var forest = new RandomForestClassifier().setNumTrees(5).setMaxDepth(9).setSeed(1);
    var grown = forest.fit(data.rows());
    ShapleyValues onProbability = ShapleyValues.pathDependent(grown).setScale("probability");
    assertThat(gap(grown, onProbability, data, "probability")).isLessThan(1e-9);

    var linear = new LogisticRegression().setMaxIter(10).fit(data.rows());
    ShapleyValues ofLinear = ShapleyValues.interventional(linear, data.rows(), "features");
    assertThat(gap(linear, ofLinear, data, "rawPrediction")).isLessThan(1e-9);
  }
}
