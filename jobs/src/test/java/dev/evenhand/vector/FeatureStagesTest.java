package dev.evenhand.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** From feature maps to vectors, learned from two rows that can be followed by hand. */
class FeatureStagesTest {
  private static final Dataset<Row> TRAINING =
      Spark.session()
          .sql(
              """
              SELECT * FROM VALUES
                (map('age', 20D, 'spent', 4D, 'never', CAST(NULL AS DOUBLE)), map('shop', 'a')),
                (map('age', 40D, 'spent', CAST(NULL AS DOUBLE), 'never', NULL), map('shop', 'b'))
                AS t(numbers, categories)
              """);

  private final FeatureStages stages = new FeatureStages(TRAINING, Optional.empty());

  @Test
  void aNumberThatNoTrainingRowHasIsLeftOut() {
    assertThat(stages.inputs()).doesNotContainValue("never").containsValue("spent");
  }

  @Test
  void aMissingNumberIsTheMeanAndRaisesAFlag() {
    // age; spent filled, spent missing; shop is a, shop is b, shop is unseen
    assertThat(vectors(TRAINING))
        .isDeepEqualTo(new double[][] {{20, 4, 0, 1, 0, 0}, {40, 4, 1, 0, 1, 0}});
  }

  @Test
  void whatWasNeverSeenInTrainingSaysNothingOrIsItsOwnCategory() {
    Dataset<Row> customer =
        Spark.session()
            .sql(
                "SELECT map('never', 7D, 'spent', 1D) AS numbers, map('shop', 'new') AS categories");
    assertThat(vectors(customer)).isDeepEqualTo(new double[][] {{0, 1, 0, 0, 0, 1}});
  }

  private double[][] vectors(Dataset<Row> rows) {
    List<Row> found =
        new Pipeline()
            .setStages(stages.stages().toArray(PipelineStage[]::new))
            .fit(TRAINING)
            .transform(rows)
            .select(FeatureStages.FEATURES)
            .collectAsList();
    return found.stream().map(row -> row.<Vector>getAs(0).toArray()).toArray(double[][]::new);
  }
}
