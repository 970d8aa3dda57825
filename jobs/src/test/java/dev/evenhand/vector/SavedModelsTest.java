package dev.evenhand.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the models of a run begin with is loaded once, and never a model with it. */
class SavedModelsTest {
  private static final Dataset<Row> ROWS =
      Spark.session()
          .sql("SELECT * FROM VALUES (1D, 0D), (2D, 0D), (3D, 1D), (4D, 1D) AS t(x, label)");
  private static final Transformer DOUBLED =
      new SQLTransformer().setStatement("SELECT *, 2 * x AS twice FROM __THIS__");
  private static final Transformer VECTOR =
      new VectorAssembler()
          .setInputCols(new String[] {"x", "twice"})
          .setOutputCol(FeatureStages.FEATURES);

  @TempDir private Path folder;

  @Test
  void theOnlyModelKeepsItsOwnStages() throws IOException {
    String path = saved("only", DOUBLED, VECTOR);
    SavedModels models = SavedModels.load(Spark.session(), Map.of("only", path));
    assertThat(uids(models.shared())).containsExactly(DOUBLED.uid(), VECTOR.uid());
    assertThat(models.own().get("only")).hasSize(1);
    Dataset<Row> vectors = SavedModels.through(models.shared(), ROWS);
    Dataset<Row> scored = SavedModels.through(models.own().get("only"), vectors);
    assertThat(scored.select("probability").collectAsList())
        .isEqualTo(PipelineModel.load(path).transform(ROWS).select("probability").collectAsList());
  }

  @Test
  void twoModelsShareWhatMakesTheirVector() throws IOException {
    SavedModels models =
        SavedModels.load(
            Spark.session(),
            Map.of("a", saved("a", DOUBLED, VECTOR), "b", saved("b", DOUBLED, VECTOR)));
    assertThat(uids(models.shared())).containsExactly(DOUBLED.uid(), VECTOR.uid());
    assertThat(models.own()).containsOnlyKeys("a", "b");
    assertThat(uids(models.own().get("a"))).isNotEqualTo(uids(models.own().get("b")));
  }

  @Test
  void modelsOfOtherVectorsShareNone() throws IOException {
    Transformer other =
        new VectorAssembler().setInputCols(new String[] {"x"}).setOutputCol(FeatureStages.FEATURES);
    SavedModels models =
        SavedModels.load(
            Spark.session(), Map.of("a", saved("a", DOUBLED, VECTOR), "b", saved("b", other)));
    assertThat(models.shared()).isEmpty();
    assertThat(models.own().get("a")).hasSize(3);
    assertThat(models.own().get("b")).hasSize(2);
  }

  @Test
  void withoutAModelItSaysWhatToRun() {
    assertThatThrownBy(() -> SavedModels.load(Spark.session(), Map.of()))
        .isInstanceOf(DataProblem.class)
        .hasMessage("govern.models has no model of this run. Run step 'train' first.");
  }

  private String saved(String name, Transformer... before) throws IOException {
    PipelineStage[] stages = Arrays.copyOf(before, before.length + 1, PipelineStage[].class);
    stages[before.length] = new LogisticRegression().setFeaturesCol(FeatureStages.FEATURES);
    String path = folder.resolve(name).toString();
    new Pipeline().setStages(stages).fit(ROWS).write().save(path);
    return path;
  }

  private static List<String> uids(List<Transformer> stages) {
    return stages.stream().map(Transformer::uid).toList();
  }
}
