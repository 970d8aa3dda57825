package dev.evenhand.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.support.Spark;
import dev.evenhand.vector.FeatureStages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contributions to log-odds, of linear models and of boosted trees alike. */
class LogOddsContributionsTest {
  private static Dataset<Row> rows;

  @BeforeAll
  static void rows() {
    SplittableRandom random = new SplittableRandom(4);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      double[] x = {random.nextDouble(), random.nextInt(2), random.nextDouble()};
      all.add(RowFactory.create(x[0] + x[1] > random.nextDouble(2) ? 1.0 : 0.0, Vectors.dense(x)));
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add(FeatureStages.FEATURES, SQLDataTypes.VectorType());
    rows = Spark.session().createDataFrame(all, schema).coalesce(1).cache();
  }

  private static void assertAddUpToLogOdds(Transformer model) {
    LogOddsContributions of = LogOddsContributions.of(List.of(model)).orElseThrow();
    Dataset<Row> explained = of.of(rows, rows, List.of("age", "channel", "channel"));
    for (Row row : explained.takeAsList(20)) {
      double p = row.<Vector>getAs("probability").apply(1);
      double margin = row.getAs(LogOddsContributions.MARGIN);
      assertThat(margin).isCloseTo(Math.log(p / (1 - p)), within(1e-9));
      Map<String, Double> byFeature =
          row.getJavaMap(row.fieldIndex(LogOddsContributions.CONTRIBUTIONS));
      double sum = byFeature.values().stream().mapToDouble(Double::doubleValue).sum();
      assertThat(byFeature).containsOnlyKeys("age", "channel");
      assertThat(row.<Double>getAs(LogOddsContributions.BASE) + sum)
          .isCloseTo(margin, within(1e-9));
      boolean isAge = Math.abs(byFeature.get("age")) > Math.abs(byFeature.get("channel"));
      assertThat(row.<String>getList(row.fieldIndex(LogOddsContributions.REASONS)))
          .startsWith(isAge ? "age" : "channel");
    }
  }

  @Test
  void ofALogisticRegression() {
    assertAddUpToLogOdds(new LogisticRegression().fit(rows));
  }

  @Test
  void ofBoostedTrees() {
    assertAddUpToLogOdds(new GBTClassifier().setMaxIter(4).setMaxDepth(3).fit(rows));
  }

  @Test
  void notOfAModelWithoutLogOdds() {
    Transformer tree = new DecisionTreeClassifier().fit(rows);
    assertThat(LogOddsContributions.of(List.of(tree))).isEmpty();
  }
}
