package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class AnonymizerTest {
  private static final StructType SCHEMA =
      new StructType().add("age", DataTypes.DoubleType).add("job", DataTypes.StringType);

  private static Dataset<Row> table(Row... rows) {
    return Spark.session().createDataFrame(List.of(rows), SCHEMA);
  }

  private static final Dataset<Row> TRAIN =
      table(
          RowFactory.create(20.0, "a"),
          RowFactory.create(22.0, "a"),
          RowFactory.create(60.0, "a"),
          RowFactory.create(63.0, "b"),
          RowFactory.create(63.0, "c"));

  private static AnonymizerModel model() {
    return new Anonymizer().setInputCols("age", "job").setK(2).fit(TRAIN);
  }

  private static Row shown(Object age, Object job) {
    return model().transform(table(RowFactory.create(age, job))).head();
  }

  @Test
  void numbersBecomeTheMeanAndCategoriesTheSharesOfTheClass() {
    Row young = shown(20.0, "a");
    assertThat(young.getDouble(2)).isEqualTo(21.0);
    assertThat(((Vector) young.get(3)).toArray()).containsExactly(1.0, 0.0, 0.0);
    Row old = shown(60.0, "a");
    assertThat(old.getDouble(2)).isEqualTo(62.0);
    assertThat(((Vector) old.get(3)).toArray()).containsExactly(1 / 3.0, 1 / 3.0, 1 / 3.0);
    assertThat(old.getBoolean(4)).isFalse();
  }

  @Test
  void newRowsFallIntoAClassAndAreMarkedWhenItDoesNotCoverThem() {
    Row unseen = shown(45.0, "never seen");
    assertThat(unseen.getDouble(2)).isEqualTo(62.0);
    assertThat(unseen.getBoolean(4)).isTrue();
    assertThat(shown(null, null).isNullAt(2)).isFalse();
  }

  @Test
  void livesInASavedPipelineAndNamesItsCategories() throws Exception {
    VectorAssembler assembler =
        new VectorAssembler()
            .setInputCols(new String[] {"age_generalized", "job_generalized"})
            .setOutputCol("features");
    Anonymizer anonymizer = new Anonymizer().setInputCols("age", "job").setK(2);
    PipelineModel fitted =
        new Pipeline().setStages(new PipelineStage[] {anonymizer, assembler}).fit(TRAIN);
    Path folder = Spark.temporary("anonymizer").resolve("model");
    fitted.write().save(folder.toString());
    Dataset<Row> loaded = PipelineModel.load(folder.toString()).transform(TRAIN);
    assertThat(loaded.collectAsList()).isEqualTo(fitted.transform(TRAIN).collectAsList());
    assertThat(loaded.first().<Vector>getAs("features")).isEqualTo(Vectors.dense(21, 1, 0, 0));
    AttributeGroup names = AttributeGroup.fromStructField(loaded.schema().apply("features"));
    assertThat(names.getAttr(2).name().get()).isEqualTo("job_generalized_b");
  }

  @Test
  void anEstimatorIsSavedWithItsParams() throws Exception {
    Path folder = Spark.temporary("anonymizer").resolve("estimator");
    new Anonymizer().setInputCols("age").setK(7).write().save(folder.toString());
    Anonymizer loaded = Anonymizer.load(folder.toString());
    assertThat(loaded.getOrDefault(loaded.k())).isEqualTo(7);
    assertThat(loaded.getOrDefault(loaded.inputCols())).containsExactly("age");
  }
}
