package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reductions and mixtures, saved and read: here and in another JVM. */
class SavedReductionsTest {
  @TempDir private Path folder;

  private static String params(ExponentiatedGradient estimator) {
    return estimator.extractParamMap().toString().replaceAll("@\\w+", "")
        + List.of(estimator.getOrDefault(estimator.sensitiveCols()));
  }

  @Test
  void anEstimatorReadsBackWithItsParamsAndItsLearner() throws IOException {
    ExponentiatedGradient mixture =
        ReductionsTest.mixture(new LogisticRegression().setRegParam(0.25), "equalized-odds", 0.07)
            .setTol(0.01)
            .setKeyCol("id");
    String path = folder.resolve("estimator").toString();
    mixture.save(path);
    ExponentiatedGradient read = ExponentiatedGradient.load(path);
    assertThat(read.uid()).isEqualTo(mixture.uid());
    assertThat(params(read)).isEqualTo(params(mixture));
    assertThat(((LogisticRegression) read.estimator()).getRegParam()).isEqualTo(0.25);
    String grid = folder.resolve("grid").toString();
    new GridSearch().setGridSize(3).save(grid);
    GridSearch empty = GridSearch.load(grid);
    assertThat(empty.estimator()).isNull();
    assertThat(empty.explainParam(empty.gridSize())).contains("current: 3");
  }
}
