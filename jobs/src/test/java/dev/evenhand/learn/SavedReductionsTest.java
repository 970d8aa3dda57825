package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Child;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reductions and mixtures, saved and read: here and in another JVM. */
class SavedReductionsTest {
  @TempDir private Path folder;

  /** Loads a pipeline and predicts in a JVM of its own: model, rows, where to write. */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark =
        SparkSession.builder().config("spark.ui.enabled", "false").getOrCreate()) {
      PipelineModel.load(arguments[0])
          .transform(spark.read().parquet(arguments[1]))
          .write()
          .parquet(arguments[2]);
    }
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows.selectExpr(
            "cast(struct(id, prediction, chance, score, best, single) as string) as shown")
        .orderBy("shown")
        .toJavaRDD()
        .map(row -> row.getString(0))
        .collect();
  }

  @Test
  void predictsTheSameInANewJvm() throws IOException {
    Dataset<Row> rows = People.rows(600, 91);
    GridSearch grid =
        new GridSearch()
            .setEstimator(new DecisionTreeClassifier().setMaxDepth(3))
            .setSensitiveCols(new String[] {"group"})
            .setGridSize(2)
            .setPredictionCol("best")
            .setChanceCol("grid_chance")
            .setScoreCol("grid_score");
    ExponentiatedGradient mixture =
        ReductionsTest.mixture(ReductionsTest.logistic(), "demographic-parity", 0.05)
            .setKeyCol("id")
            .setSeed(5);
    ExponentiatedGradient single =
        ReductionsTest.mixture(new LinearSVC().setMaxIter(5), "demographic-parity", 0.05)
            .setOutcome("single")
            .setMaxIter(3)
            .setPredictionCol("single")
            .setChanceCol("single_chance")
            .setScoreCol("single_score");
    PipelineModel fitted =
        new Pipeline().setStages(new PipelineStage[] {mixture, grid, single}).fit(rows);
    String model = folder.resolve("model").toString();
    String input = folder.resolve("rows").toString();
    String output = folder.resolve("out").toString();
    fitted.save(model);
    rows.write().parquet(input);
    Child.Ended ended =
        Child.ended(
            Child.in(folder).start(SavedReductionsTest.class.getName(), model, input, output));
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(shown(Spark.session().read().parquet(output)))
        .isEqualTo(shown(fitted.transform(rows)));
  }

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
