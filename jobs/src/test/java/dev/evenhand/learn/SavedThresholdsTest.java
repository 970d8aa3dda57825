package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Child;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** Stages on scores by group in a pipeline, under cross validation, and saved for another JVM. */
class SavedThresholdsTest {
  private static final String SHOWN =
      "cast(array(id, score, calibrated, steps, mapped, chance, decision, fixed, banded) as string)"
          + " as shown";
  private static final String[] GROUPS = {"group", "region"};

  @TempDir private Path folder;

  private static PipelineStage[] stages() {
    return new PipelineStage[] {
      new FairLogisticRegression(),
      new PositiveScore(),
      new GroupCalibrator().setSensitiveCols(GROUPS),
      new GroupCalibrator().setSensitiveCols(GROUPS).setMethod("isotonic").setOutputCol("steps"),
      new QuantileMap().setSensitiveCols(GROUPS),
      new GroupThresholds()
          .setSensitiveCols(GROUPS)
          .setBound(0.01)
          .setRandomized(true)
          .setKeyCol("id")
          .setScoreCol("calibrated"),
      new GroupThresholds()
          .setSensitiveCols(GROUPS)
          .setConstraint("demographic-parity")
          .setChanceCol("sure")
          .setOutputCol("fixed"),
      new RejectOption().setSensitiveCols(GROUPS).setOutputCol("banded").setScoreCol("steps")
    };
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows.selectExpr(SHOWN)
        .orderBy("shown")
        .toJavaRDD()
        .map(row -> row.getString(0))
        .collect();
  }

  /** Loads and decides in a JVM of its own: model, rows, where to write. */
  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    Dataset<Row> rows = spark.read().parquet(arguments[1]);
    PipelineModel.load(arguments[0]).transform(rows).write().parquet(arguments[2]);
    spark.stop();
  }

  @Test
  void decidesTheSameInANewJvm() throws IOException {
    Dataset<Row> rows = People.rows(600, 51).cache();
    PipelineModel fitted = new Pipeline().setStages(stages()).fit(rows);
    String model = folder.resolve("model").toString();
    String input = folder.resolve("rows").toString();
    String output = folder.resolve("out").toString();
    fitted.save(model);
    rows.write().parquet(input);
    Child.Ended ended =
        Child.ended(
            Child.in(folder).start(SavedThresholdsTest.class.getName(), model, input, output));
    assertThat(ended.status()).as(ended.err()).isZero();
    List<String> expected = shown(fitted.transform(rows));
    assertThat(shown(Spark.session().read().parquet(output))).isEqualTo(expected);
    assertThat(expected).hasSize(600).noneMatch(line -> line.contains("null"));
  }

  @Test
  void everyEstimatorReadsBackWithItsParams() throws IOException {
    for (PipelineStage stage : stages()) {
      String path = folder.resolve(stage.uid()).toString();
      ((MLWritable) stage).save(path);
      PipelineStage read =
          (PipelineStage) DefaultParamsReader$.MODULE$.loadParamsInstance(path, Spark.session());
      assertThat(read.uid()).isEqualTo(stage.uid());
      assertThat(shown(read)).isEqualTo(shown(stage));
    }
  }

  private static List<String> shown(PipelineStage stage) {
    return CollectionConverters.asJava(stage.extractParamMap().toSeq()).stream()
        .map(pair -> pair.param().name() + Arrays.deepToString(new Object[] {pair.value()}))
        .sorted()
        .toList();
  }

  @Test
  void crossValidationChoosesAmongBounds() {
    Dataset<Row> rows = People.rows(1500, 52).cache();
    GroupThresholds thresholds =
        new GroupThresholds().setSensitiveCols(new String[] {"group"}).setOutputCol("final");
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(thresholds.bound(), new double[] {0.0, 0.5})
            .addGrid(
                thresholds.constraint(),
                CollectionConverters.asScala(List.of("demographic-parity")))
            .build();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(
                new Pipeline()
                    .setStages(
                        new PipelineStage[] {
                          new FairLogisticRegression(), new PositiveScore(), thresholds
                        }))
            .setEvaluator(
                new MulticlassClassificationEvaluator()
                    .setMetricName("accuracy")
                    .setPredictionCol("final"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1)
            .fit(rows);
    assertThat(chosen.avgMetrics()[1]).isGreaterThan(chosen.avgMetrics()[0]);
    Dataset<Row> decided = chosen.transform(rows);
    assertThat(decided.filter("final is null").count()).isZero();
  }
}
