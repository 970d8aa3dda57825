package dev.evenhand.train;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.anonymity.AnonymizerModel;
import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import dev.evenhand.config.Anonymize;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Privacy;
import dev.evenhand.history.ProtectedGroups;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.lake.table.Weights;
import dev.evenhand.vector.FeatureNames;
import dev.evenhand.vector.FeatureStages;
import dev.evenhand.vector.ModelPlaces;
import dev.evenhand.vector.QuasiColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * The rows that models learn from, as vectors: training rows exactly as gold.training_set has them,
 * validation rows through the stages that new customers will pass.
 *
 * <p>Rows lie in few partitions in the order of decision_id, those that means are learned from too,
 * so that sums do not depend on the cluster.
 *
 * @param rows decision_id, features, label, weight, one, is_validation, and the groups
 * @param stages from gold's feature maps to the vector
 * @param slots the feature that each entry of the vector stands for
 */
record TrainingData(Dataset<Row> rows, List<Transformer> stages, List<String> slots)
    implements AutoCloseable {
  static final String LABEL = "label";
  static final String WEIGHT = "weight";
  static final String ONE = "one";
  static final String IS_VALIDATION = "is_validation";

  private static final long ROWS_A_PARTITION = 250_000;

  static TrainingData of(JobContext context, Pipeline pipeline) {
    Dataset<Row> trainingSet = trainingSet(context);
    Optional<Anonymize> rule = pipeline.privacy().flatMap(Privacy::anonymize);
    Dataset<Row> validation = validation(context);
    List<PipelineStage> before = new ArrayList<>();
    Optional<QuasiColumns> quasi = Optional.empty();
    if (rule.isPresent()) {
      FeatureNames raw =
          FeatureNames.of(context.lake().readRun(FeatureRows.CONTRACT, context.scope()));
      quasi = Optional.of(new QuasiColumns(rule.get().quasiIdentifiers(), raw));
      AnonymizerModel anonymizer =
          AnonymizerModel.load(
              context
                  .lake()
                  .files()
                  .place(
                      ModelPlaces.anonymizer(context.scope().pipeline(), context.scope().runId())));
      trainingSet = quasi.get().outOfMaps(trainingSet, anonymizer);
      before.add(quasi.get().stage());
      before.add(anonymizer);
      validation = anonymizer.transform(quasi.get().stage().transform(validation));
    }
    trainingSet = ordered(trainingSet);
    FeatureStages stages = new FeatureStages(trainingSet, quasi);
    PipelineModel fitted =
        new org.apache.spark.ml.Pipeline()
            .setStages(stages.stages().toArray(PipelineStage[]::new))
            .fit(trainingSet);
    List<Transformer> all = new ArrayList<>();
    before.forEach(stage -> all.add((Transformer) stage));
    all.addAll(List.of(fitted.stages()));
    Dataset<Row> vectors =
        vectors(fitted.transform(trainingSet), false)
            .union(vectors(fitted.transform(validation), true));
    List<String> slots = slots(fitted.transform(trainingSet.limit(0)), stages.inputs());
    Dataset<Row> rows = ordered(withGroups(context, pipeline, vectors));
    trainingSet.unpersist();
    BothLabels.require(rows);
    return new TrainingData(rows, all, slots);
  }

  Dataset<Row> training() {
    return rows.filter(col(IS_VALIDATION).equalTo(false));
  }

  Dataset<Row> validation() {
    return rows.filter(col(IS_VALIDATION));
  }

  @Override
  public void close() {
    rows.unpersist();
  }

  private static Dataset<Row> trainingSet(JobContext context) {
    Dataset<Row> weights =
        context
            .lake()
            .readRun(Weights.CONTRACT, context.scope())
            .select(Weights.DECISION_ID.column(), Weights.WEIGHT.column());
    return context
        .lake()
        .readRun(TrainingSet.CONTRACT, context.scope())
        .join(weights, TrainingSet.DECISION_ID.name());
  }

  private static Dataset<Row> validation(JobContext context) {
    Dataset<Row> split =
        context
            .lake()
            .readRun(Splits.CONTRACT, context.scope())
            .filter(Splits.SPLIT.column().equalTo("validation"))
            .select(Splits.DECISION_ID.column());
    Dataset<Row> labels =
        context
            .lake()
            .readRun(UsableDecisions.CONTRACT, context.scope())
            .select(UsableDecisions.DECISION_ID.column(), UsableDecisions.LABEL.column());
    return context
        .lake()
        .readRun(FeatureRows.CONTRACT, context.scope())
        .join(split, FeatureRows.DECISION_ID.name())
        .join(labels, FeatureRows.DECISION_ID.name())
        .withColumn(WEIGHT, lit(1.0));
  }

  private static Dataset<Row> vectors(Dataset<Row> rows, boolean isValidation) {
    return rows.select(
        TrainingSet.DECISION_ID.column(),
        col(FeatureStages.FEATURES),
        col(LABEL),
        col(WEIGHT),
        lit(1.0).as(ONE),
        lit(isValidation).as(IS_VALIDATION));
  }

  /** The groups of every attribute that a model or a measure names. */
  private static Dataset<Row> withGroups(
      JobContext context, Pipeline pipeline, Dataset<Row> vectors) {
    List<String> attributes =
        List.copyOf(
            new TreeSet<>(
                Stream.concat(
                        pipeline.evaluate().sensitive().stream(),
                        pipeline.train().stream().flatMap(model -> model.sensitive().stream()))
                    .toList()));
    Dataset<Row> groups =
        ProtectedGroups.at(
            context.lake().readRun(UsableDecisions.CONTRACT, context.scope()),
            context.lake().readPipeline(ProtectedAttributes.CONTRACT, context.scope().pipeline()),
            attributes);
    List<Column> columns = new ArrayList<>();
    for (String column : vectors.columns()) {
      columns.add(vectors.col(column));
    }
    for (String attribute : attributes) {
      columns.add(
          coalesce(groups.col(Quoted.name(attribute)), lit(ProtectedGroups.UNKNOWN)).as(attribute));
    }
    return vectors
        .join(
            groups,
            vectors
                .col(TrainingSet.DECISION_ID.name())
                .equalTo(groups.col(TrainingSet.DECISION_ID.name())),
            "left_outer")
        .select(columns.toArray(Column[]::new));
  }

  private static Dataset<Row> ordered(Dataset<Row> rows) {
    Dataset<Row> cached = rows.cache();
    long count = cached.count();
    if (count == 0) {
      throw new DataProblem(
          "train: gold.training_set has no row of this run. Run 'privacy' first.");
    }
    int partitions = (int) (1 + count / ROWS_A_PARTITION);
    Dataset<Row> ordered =
        cached
            .repartition(partitions, TrainingSet.DECISION_ID.column())
            .sortWithinPartitions(TrainingSet.DECISION_ID.column())
            .cache();
    ordered.count();
    cached.unpersist();
    return ordered;
  }

  private static List<String> slots(Dataset<Row> empty, Map<String, String> inputs) {
    List<String> slots = new ArrayList<>();
    inputs.forEach(
        (column, feature) -> {
          StructField field = empty.schema().apply(column);
          boolean isVector = field.dataType().equals(SQLDataTypes.VectorType());
          int size = isVector ? AttributeGroup.fromStructField(field).size() : 1;
          for (int i = 0; i < size; i++) {
            slots.add(feature);
          }
        });
    return slots;
  }
}
