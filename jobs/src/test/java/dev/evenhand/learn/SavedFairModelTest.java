package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The fair model in a pipeline, under cross validation, and saved for another JVM. */
class SavedFairModelTest {
  /** Loads and predicts in a JVM of its own: model, rows, where to write. */
  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    PipelineModel.load(arguments[0])
        .transform(spark.read().parquet(arguments[1]))
        .write()
        .parquet(arguments[2]);
    spark.stop();
  }

  @Test
  void predictsTheSameInANewJvm() throws Exception {
    Dataset<Row> rows = People.rows(500, 61);
    Path folder = Spark.temporary("fair");
    PipelineStage[] stages = {
      FairLogisticRegressionTest.fair("demographic-parity", 0.05)
          .setControlCols(new String[] {"region"})
          .setDecide(DecisionPolicy.top(0.3))
    };
    PipelineModel model = new Pipeline().setStages(stages).fit(rows);
    model.save(folder.resolve("model").toString());
    rows.write().parquet(folder.resolve("rows").toString());
    runInNewJvm(
        folder.resolve("model").toString(),
        folder.resolve("rows").toString(),
        folder.resolve("out").toString());
    assertThat(shown(Spark.session().read().parquet(folder.resolve("out").toString())))
        .isEqualTo(shown(model.transform(rows)));
  }

  private static List<Row> shown(Dataset<Row> rows) {
    return rows.select("id", "prediction", "probability").orderBy("id").collectAsList();
  }

  private static void runInNewJvm(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-opens")
          || option.startsWith("-D") && !option.contains("surefire")) {
        command.add(option);
      }
    }
    String surefire = System.getProperty("surefire.test.class.path");
    String classPath = surefire == null ? System.getProperty("java.class.path") : surefire;
    command.addAll(List.of("-Xmx1g", "-cp", classPath, SavedFairModelTest.class.getName()));
    command.addAll(List.of(arguments));
    Path log = Spark.temporary("jvm").resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(log.toString()).isZero();
  }

  @Test
  void readsBackWithItsParams() throws Exception {
    FairLogisticRegression estimator =
        FairLogisticRegressionTest.fair("equalized-odds", 0.03)
            .setControlCols(new String[] {"region"})
            .setOffsetCol("o")
            .setIntersections(2)
            .setBoundOn("ratio");
    String path = Spark.temporary("estimator").resolve("saved").toString();
    estimator.save(path);
    FairLogisticRegression read = FairLogisticRegression.load(path);
    assertThat(read.uid()).isEqualTo(estimator.uid());
    for (Param<?> param : estimator.params()) {
      assertThat(read.get(read.getParam(param.name())).isDefined())
          .as(param.name())
          .isEqualTo(estimator.get(param).isDefined());
    }
    assertThat((String[]) read.getOrDefault(read.controlCols())).containsExactly("region");
    assertThat((String[]) read.getOrDefault(read.sensitiveCols())).containsExactly("group");
    assertThat((double) read.getOrDefault(read.bound())).isEqualTo(0.03);
    assertThat(read.getOrDefault(read.offsetCol())).isEqualTo("o");
  }

  @Test
  void runsUnderCrossValidation() {
    FairLogisticRegression estimator = FairLogisticRegressionTest.fair("demographic-parity", 0.05);
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(estimator.bound(), new double[] {0.02, 0.3})
            .addGrid(estimator.regParam(), new double[] {0.01})
            .build();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(new Pipeline().setStages(new PipelineStage[] {estimator}))
            .setEvaluator(new BinaryClassificationEvaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1)
            .fit(People.rows(800, 62));
    assertThat(chosen.avgMetrics()[1]).isGreaterThan(chosen.avgMetrics()[0]);
  }
}
