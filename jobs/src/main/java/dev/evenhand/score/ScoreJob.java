package dev.evenhand.score;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.config.Pipeline;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Scores;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.ledger.LedgerView;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * gold.features of decisions without an outcome to gold.scores.
 *
 * <p>A person looks at a decision about a customer who objects to automated decisions, or of whom
 * nothing is known yet: not one purchase in any window, where the model was trained with windows.
 */
public record ScoreJob(Pipeline pipeline, ScoringModel model) implements Job {
  private static final String AUTOMATIC = "automatic";
  private static final String PERSON = "person";

  @Override
  public String name() {
    return "score";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(
        FeatureRows.CONTRACT,
        UsableDecisions.CONTRACT,
        Models.CONTRACT,
        Consents.CONTRACT,
        ProtectedAttributes.CONTRACT);
  }

  @Override
  public List<TableContract> writes() {
    return List.of(Scores.CONTRACT);
  }

  @Override
  public RowCounts run(JobContext context) {
    Dataset<Row> rows =
        context
            .lake()
            .readRun(FeatureRows.CONTRACT, context.scope())
            .join(open(context), FeatureRows.DECISION_ID.name());
    Dataset<Row> scored = model.load(context.lake()).transform(rows);
    context.lake().replaceRun(Scores.CONTRACT, scores(scored, context), context.scope());
    long out = context.lake().readRun(Scores.CONTRACT, context.scope()).count();
    return new RowCounts(rows.count(), out, "by " + model.name() + " of run " + model.runId());
  }

  /** Decisions without an outcome, less those whose subjects refused since the run's moment. */
  Dataset<Row> open(JobContext context) {
    Dataset<Row> open =
        context
            .lake()
            .readRun(UsableDecisions.CONTRACT, context.scope())
            .filter(UsableDecisions.LABEL.column().isNull())
            .select(
                UsableDecisions.DECISION_ID.column(),
                UsableDecisions.SUBJECT_KEY.column(),
                coalesce(UsableDecisions.NEEDS_PERSON.column(), lit(false))
                    .as(UsableDecisions.NEEDS_PERSON.name()));
    Dataset<Row> refused =
        new LedgerView(context, pipeline.consent())
            .refusedSince(open.drop(UsableDecisions.NEEDS_PERSON.name()));
    return open.join(
        refused.select(UsableDecisions.DECISION_ID.column()),
        UsableDecisions.DECISION_ID.name(),
        "left_anti");
  }

  private Dataset<Row> scores(Dataset<Row> scored, JobContext context) {
    Column objects = UsableDecisions.NEEDS_PERSON.column();
    return scored.select(
        Scores.DECISION_ID.column(),
        Scores.SUBJECT_KEY.column(),
        lit(model.name()).as(Scores.MODEL.name()),
        lit(model.runId()).as(Scores.MODEL_VERSION.name()),
        col(Predictions.SCORE.name()).as(Scores.SCORE.name()),
        col(Predictions.DECISION.name()).as(Scores.DECISION.name()),
        when(objects.or(isUnknown()), PERSON).otherwise(AUTOMATIC).as(Scores.ROUTE.name()),
        when(objects, "the customer objects to automated decisions")
            .when(isUnknown(), "no purchase known in any window before the decision")
            .as(Scores.REASON.name()),
        lit(Timestamp.from(context.asOf())).as(Scores.SCORED_AT.name()));
  }

  private Column isUnknown() {
    return pipeline.features().history().stream()
        .flatMap(history -> history.windows().stream())
        .map(window -> FeatureRows.inWindow(FeatureRows.RECENCY, window.days()))
        .map(recency -> FeatureRows.NUMBERS.column().getItem(recency).isNull())
        .reduce(Column::and)
        .orElse(lit(false));
  }
}
