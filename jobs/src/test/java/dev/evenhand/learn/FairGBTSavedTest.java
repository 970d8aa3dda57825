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
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The boosted trees in a pipeline, under cross validation, and saved for another JVM. */
class FairGBTSavedTest {
  private static FairGBTClassifier estimator() {
    return FairGBTClassifierTest.fair("demographic-parity", 0.05).setMaxIter(4);
  }

  /** Loads and predicts in a JVM of its own: model, rows, where to write. */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()) {
      Dataset<Row> rows = spark.read().parquet(arguments[1]);
      PipelineModel.load(arguments[0]).transform(rows).write().parquet(arguments[2]);
    }
  }

  @Test
  void predictsTheSameInANewJvmAsMllibsOwnModel() throws IOException {
    Dataset<Row> rows = People.rows(500, 51);
    Path folder = Spark.temporary("gbt");
    String model = folder.resolve("model").toString();
    PipelineModel fitted = new Pipeline().setStages(new PipelineStage[] {estimator()}).fit(rows);
    fitted.save(model);
    rows.write().parquet(folder.resolve("rows").toString());
    String out = folder.resolve("out").toString();
    Child.Ended ended =
        Child.ended(
            Child.in(folder)
                .start(
                    FairGBTSavedTest.class.getName(),
                    model,
                    folder.resolve("rows").toString(),
                    out));
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(shown(Spark.session().read().parquet(out))).isEqualTo(shown(fitted.transform(rows)));
    GBTClassificationModel read = (GBTClassificationModel) PipelineModel.load(model).stages()[0];
    assertThat(read.getClass()).isEqualTo(GBTClassificationModel.class);
    assertThat(read.toDebugString())
        .isEqualTo(((GBTClassificationModel) fitted.stages()[0]).toDebugString());
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows
        .select("id", "rawPrediction", "probability", "prediction")
        .orderBy("id")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void theEstimatorReadsBackWithItsParams() throws IOException {
    String path = Spark.temporary("estimator").resolve("gbt").toString();
    FairGBTClassifier estimator = estimator().setStepSize(0.2).setSeed(5).setWeightCol("w");
    estimator.save(path);
    FairGBTClassifier read = FairGBTClassifier.load(path);
    assertThat(read.uid()).isEqualTo(estimator.uid());
    assertThat(read.getOrDefault(read.sensitiveCols())).containsExactly("group");
    assertThat(params(read)).isEqualTo(params(estimator));
  }

  private static String params(FairGBTClassifier estimator) {
    return estimator
        .copy(ParamMap.empty())
        .extractParamMap()
        .toString()
        .replaceAll("sensitiveCols: .*", "");
  }

  @Test
  void runsUnderCrossValidation() {
    Dataset<Row> rows = People.rows(800, 52);
    FairGBTClassifier estimator = estimator();
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(estimator.bound(), new double[] {0.02, 0.5}).build();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(new Pipeline().setStages(new PipelineStage[] {estimator}))
            .setEvaluator(new BinaryClassificationEvaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1)
            .fit(rows);
    assertThat(chosen.avgMetrics()).hasSize(2).doesNotContain(Double.NaN);
    assertThat(chosen.avgMetrics()[1]).isGreaterThan(chosen.avgMetrics()[0]);
  }
}
