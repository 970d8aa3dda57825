package dev.evenhand.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.job.JobContext;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.UsableDecisions;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Every labelled decision of the run, scored by every saved model. */
final class PredictionRows {
  private static final String EXCLUDED = "excluded";

  private PredictionRows() {}

  static Dataset<Row> of(JobContext context) {
    Dataset<Row> decisions = labelled(context);
    List<Row> models =
        context
            .lake()
            .readRun(Models.CONTRACT, context.scope())
            .select(Models.MODEL.column(), Models.PATH.column())
            .orderBy(Models.MODEL.column())
            .collectAsList();
    return models.stream()
        .map(
            model ->
                scored(decisions, context.lake().files().place(model.getString(1)))
                    .withColumn(Predictions.MODEL.name(), lit(model.getString(0))))
        .reduce(Dataset::unionByName)
        .orElseThrow(
            () ->
                new dev.evenhand.base.DataProblem(
                    "evaluate: govern.models has no model of this run. Run step 'train' first."));
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

  private static Dataset<Row> scored(Dataset<Row> decisions, String path) {
    return PipelineModel.load(path)
        .transform(decisions)
        .select(
            col(Predictions.DECISION_ID.name()),
            col(Predictions.SPLIT.name()),
            col(Predictions.LABEL.name()),
            col(Predictions.SCORE.name()),
            col(Predictions.DECISION.name()));
  }
}
