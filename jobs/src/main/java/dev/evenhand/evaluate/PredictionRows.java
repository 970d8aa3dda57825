package dev.evenhand.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.job.JobContext;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.vector.FeatureStages;
import dev.evenhand.vector.SavedModels;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Every labelled decision of the run, scored by every saved model. */
final class PredictionRows {
  private static final String EXCLUDED = "excluded";

  private PredictionRows() {}

  /** The rows of gold.predictions, from vectors that the caller unpersists. */
  static Dataset<Row> of(SavedModels models, Dataset<Row> vectors) {
    return models.own().entrySet().stream()
        .map(
            model ->
                SavedModels.through(model.getValue(), vectors)
                    .select(
                        lit(model.getKey()).as(Predictions.MODEL.name()),
                        col(Predictions.DECISION_ID.name()),
                        col(Predictions.SPLIT.name()),
                        col(Predictions.LABEL.name()),
                        col(Predictions.SCORE.name()),
                        col(Predictions.DECISION.name())))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  /** The run's models. */
  static SavedModels models(JobContext context) {
    Map<String, String> paths = new TreeMap<>();
    context
        .lake()
        .readRun(Models.CONTRACT, context.scope())
        .select(Models.MODEL.column(), Models.PATH.column())
        .collectAsList()
        .forEach(
            row -> paths.put(row.getString(0), context.lake().files().place(row.getString(1))));
    return SavedModels.load(context.spark(), paths);
  }

  /** What every model sees of each labelled decision. */
  static Dataset<Row> vectors(JobContext context, SavedModels models) {
    return SavedModels.through(models.shared(), labelled(context))
        .select(
            col(Predictions.DECISION_ID.name()),
            col(Predictions.SPLIT.name()),
            col(Predictions.LABEL.name()),
            col(FeatureStages.FEATURES));
  }

  private static Dataset<Row> labelled(JobContext context) {
    Dataset<Row> splits =
        context
            .lake()
            .readRun(Splits.CONTRACT, context.scope())
            .filter(Splits.SPLIT.column().notEqual(EXCLUDED))
            .select(Splits.DECISION_ID.column(), Splits.SPLIT.column());
    Dataset<Row> labels =
        context
            .lake()
            .readRun(UsableDecisions.CONTRACT, context.scope())
            .select(UsableDecisions.DECISION_ID.column(), UsableDecisions.LABEL.column());
    return context
        .lake()
        .readRun(FeatureRows.CONTRACT, context.scope())
        .join(splits, FeatureRows.DECISION_ID.name())
        .join(labels, FeatureRows.DECISION_ID.name());
  }
}
