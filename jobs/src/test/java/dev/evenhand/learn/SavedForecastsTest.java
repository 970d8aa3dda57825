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
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The regression in a pipeline, under cross validation, and saved for another JVM. */
class SavedForecastsTest {
  private static Pipeline pipeline(FairLinearRegression estimator) {
    StandardScaler scaler =
        new StandardScaler().setInputCol("features").setOutputCol("scaled").setWithMean(true);
    return new Pipeline()
        .setStages(new PipelineStage[] {scaler, estimator.setFeaturesCol("scaled")});
  }

  private static List<Row> predictions(Dataset<Row> rows) {
    return rows.select("id", "prediction").orderBy("id").collectAsList();
  }

  /** Loads and predicts in a JVM of its own, without the group: model, rows, where to write. */
  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
    Dataset<Row> rows = spark.read().parquet(arguments[1]);
    PipelineModel.load(arguments[0]).transform(rows).write().parquet(arguments[2]);
    spark.stop();
  }

  @Test
  void predictsTheSameInANewJvm() throws IOException {
    Path folder = Spark.temporary("forecasts");
    String model = folder.resolve("model").toString();
    String input = folder.resolve("rows").toString();
    String output = folder.resolve("out").toString();
    Dataset<Row> rows = Forecasts.rows(500, 31);
    PipelineModel fitted = pipeline(Forecasts.fair("bounded-group-loss", 8)).fit(rows);
    fitted.save(model);
    rows.select("id", "features").write().parquet(input);
    Child.Ended ended =
        Child.ended(
            Child.in(folder).start(SavedForecastsTest.class.getName(), model, input, output));
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(predictions(Spark.session().read().parquet(output)))
        .isEqualTo(predictions(fitted.transform(rows)));
  }

  @Test
  void readsBackWithItsParams() throws IOException {
    String path = Spark.temporary("estimator").resolve("fair").toString();
    FairLinearRegression estimator =
        Forecasts.fair("mean-prediction-parity", 0.25)
            .setWeightCol("w")
            .setIntersections(2)
            .setMinGroupWeight(5)
            .setRegParam(0.1)
            .setElasticNetParam(0.5)
            .setFitIntercept(false)
            .setStandardization(false);
    estimator.save(path);
    FairLinearRegression read = FairLinearRegression.load(path);
    assertThat(read.uid()).isEqualTo(estimator.uid());
    assertThat(params(read)).isEqualTo(params(estimator));
    assertThat((String[]) read.getOrDefault(read.sensitiveCols())).containsExactly("group");
  }

  /** An array shows as its place in memory. */
  private static String params(FairLinearRegression estimator) {
    return estimator.extractParamMap().toString().replaceAll("@[0-9a-f]+", "");
  }

  @Test
  void runsUnderCrossValidation() {
    FairLinearRegression estimator = Forecasts.fair("mean-prediction-parity", 1);
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(estimator.bound(), new double[] {0.5, 100}).build();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(pipeline(estimator))
            .setEvaluator(new RegressionEvaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1)
            .fit(Forecasts.rows(800, 32));
    assertThat(chosen.avgMetrics()[0]).isGreaterThan(chosen.avgMetrics()[1]);
    assertThat(chosen.bestModel()).isInstanceOf(PipelineModel.class);
  }
}
