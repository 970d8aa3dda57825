package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.evenhand.support.Child;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What MLlib asks of an estimator, asked of every one of the package: it runs in a pipeline under
 * cross validation, reads back with its params, and its saved model does the same in another JVM.
 */
class EstimatorsTest {
  @TempDir private static Path folder;
  private static final Map<String, EstimatorCase> CASES = EstimatorCase.all();
  private static Dataset<Row> rows;
  private static final Map<String, List<String>> EXPECTED = new LinkedHashMap<>();

  /** Loads and applies in a JVM of its own: folder, names. */
  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder()
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    Dataset<Row> rows = spark.read().parquet(arguments[0] + "/rows").cache();
    for (String name : Arrays.asList(arguments).subList(1, arguments.length)) {
      PipelineModel.load(arguments[0] + "/" + name)
          .transform(rows)
          .write()
          .parquet(arguments[0] + "/out/" + name);
    }
    spark.stop();
  }

  @BeforeAll
  static void fitsSavesAndStartsAnotherJvm() throws IOException {
    rows =
        People.rows(800, 97)
            .withColumn("f", functions.vector_to_array(col("features"), "float64"))
            .selectExpr("*", "f[0] as x", "f[1] as n", "group as `customer.group`")
            .drop("f")
            .coalesce(1)
            .cache();
    rows.write().parquet(folder.resolve("rows").toString());
    List<String> arguments = new ArrayList<>(List.of(folder.toString()));
    for (var entry : CASES.entrySet()) {
      PipelineModel model = entry.getValue().pipeline().fit(rows);
      model.save(folder.resolve(entry.getKey()).toString());
      EXPECTED.put(entry.getKey(), shown(model.transform(rows)));
      arguments.add(entry.getKey());
    }
    Child.Ended ended =
        Child.ended(
            Child.in(folder)
                .start(EstimatorsTest.class.getName(), arguments.toArray(String[]::new)));
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  static Stream<String> names() {
    return CASES.keySet().stream();
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows
        .selectExpr("cast(struct(*) as string) as shown")
        .orderBy("shown")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void everyEstimatorOfThePackageIsAmongThem() {
    List<String> estimators =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.evenhand.learn")
                .stream()
                .filter(type -> type.isAssignableTo(Estimator.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getSimpleName)
                .sorted()
                .toList();
    assertThat(CASES.values().stream().map(each -> each.estimator().getClass().getSimpleName()))
        .containsAll(estimators);
    assertThat(estimators).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("names")
  void doesTheSameInANewJvm(String name) {
    List<String> expected = EXPECTED.get(name);
    assertThat(shown(Spark.session().read().parquet(folder.resolve("out/" + name).toString())))
        .isEqualTo(expected);
    assertThat(expected).isNotEmpty().noneMatch(line -> line.contains("null"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsBackWithItsParams(String name) throws IOException {
    Estimator<?> stage = CASES.get(name).estimator();
    String path = folder.resolve("estimator-" + name).toString();
    ((MLWritable) stage).save(path);
    Estimator<?> read = DefaultParamsReader$.MODULE$.loadParamsInstance(path, Spark.session());
    assertThat(read.uid()).isEqualTo(stage.uid());
    assertThat(params(read)).isEqualTo(params(stage));
  }

  private static List<String> params(Estimator<?> stage) {
    List<String> texts = new ArrayList<>();
    for (Param<?> param : stage.params()) {
      if (stage.isDefined(param)) {
        texts.add(stage.isSet(param) + " " + param.name() + "=" + text(stage, param));
      }
    }
    return texts;
  }

  private static <T> String text(Estimator<?> stage, Param<T> param) {
    return param.jsonEncode(stage.getOrDefault(param));
  }

  @ParameterizedTest
  @MethodSource("names")
  void runsUnderCrossValidation(String name) {
    EstimatorCase each = CASES.get(name);
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(each.pipeline())
            .setEvaluator(
                new MulticlassClassificationEvaluator()
                    .setMetricName("accuracy")
                    .setPredictionCol(each.decision()))
            .setEstimatorParamMaps(each.grid().toArray(ParamMap[]::new))
            .setNumFolds(2)
            .setSeed(1)
            .fit(rows);
    double[] accuracy = chosen.avgMetrics();
    assertThat(accuracy).hasSameSizeAs(each.grid());
    for (double value : accuracy) {
      assertThat(value).isBetween(0.5, 0.95);
    }
    if (accuracy.length > 1) {
      assertThat(accuracy[0]).isLessThan(accuracy[1]);
    }
    assertThat(((PipelineModel) chosen.bestModel()).transform(rows).count()).isPositive();
  }

  @Test
  void fairTreesAreReadAsMllibsOwn() {
    PipelineStage[] stages = PipelineModel.load(folder.resolve("fair-trees").toString()).stages();
    assertThat(stages[0].getClass()).isEqualTo(GBTClassificationModel.class);
  }
}
