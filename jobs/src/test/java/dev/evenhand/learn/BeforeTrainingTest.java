package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Child;
import dev.evenhand.support.Spark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.Param;
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

/** What repairs data before training: in pipelines, under cross validation, saved and loaded. */
class BeforeTrainingTest {
  private static final String[] GROUPS = {"group"};
  private static final String[] NUMBERS = {"x", "n"};

  private static Dataset<Row> rows(int n, long seed) {
    return People.rows(n, seed)
        .withColumn("f", functions.vector_to_array(col("features"), "float64"))
        .select(
            col("id"),
            col("label"),
            col("group"),
            col("region"),
            col("f").getItem(0).as("x"),
            col("f").getItem(1).as("n"));
  }

  private static StratifiedSampler sampler() {
    return new StratifiedSampler().setSensitiveCols(GROUPS).setKeyCol("id").setMethod("both");
  }

  private static Smote smote() {
    return new Smote()
        .setSensitiveCols(GROUPS)
        .setKeyCol("id")
        .setNumberCols(NUMBERS)
        .setCategoryCols(new String[] {"region"})
        .setBlockRows(50);
  }

  private static CorrelationRemover correlation() {
    return new CorrelationRemover()
        .setSensitiveCols(new String[] {"group", "region"})
        .setInputCols(NUMBERS)
        .setAlpha(0.9);
  }

  private static DisparateImpactRemover impact() {
    return new DisparateImpactRemover()
        .setSensitiveCols(GROUPS)
        .setInputCols(NUMBERS)
        .setRepairLevel(0.8);
  }

  private static VectorAssembler vector() {
    return new VectorAssembler().setInputCols(NUMBERS).setOutputCol("features");
  }

  private static Map<String, Estimator<?>> stages() {
    Map<String, Estimator<?>> stages = new LinkedHashMap<>();
    stages.put("sampler", sampler());
    stages.put("smote", smote());
    stages.put("correlation", correlation());
    stages.put("impact", impact());
    stages.put("resampled", new Resampled(sampler(), vector(), new LogisticRegression()));
    return stages;
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  /** Loads and applies in a JVM of its own: folder of models, rows, where to write, names. */
  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder()
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    Dataset<Row> rows = spark.read().parquet(arguments[1]);
    for (int i = 3; i < arguments.length; i++) {
      PipelineModel.load(arguments[0] + "/" + arguments[i])
          .transform(rows)
          .write()
          .parquet(arguments[2] + "/" + arguments[i]);
    }
    spark.stop();
  }

  @Test
  void doesTheSameInANewJvm() throws Exception {
    Path folder = Spark.temporary("before");
    Dataset<Row> rows = rows(400, 97);
    rows.repartition(3).write().parquet(folder.resolve("rows").toString());
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.resolve("models").toString());
    arguments.add(folder.resolve("rows").toString());
    arguments.add(folder.resolve("out").toString());
    Map<String, List<String>> expected = new LinkedHashMap<>();
    for (var entry : stages().entrySet()) {
      PipelineModel model =
          new Pipeline().setStages(new PipelineStage[] {entry.getValue()}).fit(rows);
      model.save(folder.resolve("models").resolve(entry.getKey()).toString());
      expected.put(entry.getKey(), shown(model.transform(rows)));
      arguments.add(entry.getKey());
    }
    Child.Ended ended =
        Child.ended(
            Child.in(folder)
                .start(BeforeTrainingTest.class.getName(), arguments.toArray(String[]::new)));
    assertThat(ended.status()).as(ended.err()).isZero();
    for (var entry : expected.entrySet()) {
      String out = folder.resolve("out").resolve(entry.getKey()).toString();
      assertThat(shown(Spark.session().read().parquet(out)))
          .as(entry.getKey())
          .isEqualTo(entry.getValue());
    }
  }

  @Test
  void everyEstimatorReadsBackWithItsParams() throws Exception {
    Path folder = Spark.temporary("before-estimators");
    Dataset<Row> rows = rows(300, 98);
    for (var entry : stages().entrySet()) {
      String path = folder.resolve(entry.getKey()).toString();
      ((MLWritable) entry.getValue()).save(path);
      Estimator<?> read = DefaultParamsReader$.MODULE$.loadParamsInstance(path, Spark.session());
      assertThat(read.uid()).isEqualTo(entry.getValue().uid());
      assertThat(params(read)).isEqualTo(params(entry.getValue()));
      assertThat(shown(((Model<?>) read.fit(rows)).transform(rows)))
          .isEqualTo(shown(((Model<?>) entry.getValue().fit(rows)).transform(rows)));
    }
  }

  private static List<String> params(Estimator<?> stage) {
    List<String> texts = new ArrayList<>();
    for (Param<?> param : stage.params()) {
      if (stage.isDefined(param)) {
        texts.add(param.name() + "=" + text(stage, param));
      }
    }
    return texts;
  }

  private static <T> String text(Estimator<?> stage, Param<T> param) {
    return param.jsonEncode(stage.getOrDefault(param));
  }

  @Test
  void repairsOfColumnsWorkInAPipelineUnderCrossValidation() {
    DisparateImpactRemover impact = impact();
    CorrelationRemover correlation = correlation();
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {impact, correlation, vector(), new LogisticRegression()});
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(impact.repairLevel(), new double[] {0, 1})
            .addGrid(correlation.alpha(), new double[] {0, 1})
            .build();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEvaluator(new BinaryClassificationEvaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1)
            .fit(rows(500, 99));
    double unrepaired = chosen.avgMetrics()[0];
    for (int i = 1; i < 4; i++) {
      assertThat(chosen.avgMetrics()[i]).isBetween(0.6, unrepaired);
    }
  }
}
