package dev.evenhand.evaluate;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Evaluate;
import dev.evenhand.config.Pipeline;
import dev.evenhand.fairness.Audit;
import dev.evenhand.fairness.AuditOptions;
import dev.evenhand.fairness.AuditRequest;
import dev.evenhand.fairness.AuditResult;
import dev.evenhand.fairness.Cell;
import dev.evenhand.fairness.Columns;
import dev.evenhand.fairness.Grouping;
import dev.evenhand.fairness.Undefined;
import dev.evenhand.history.ProtectedGroups;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Cells;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.vector.SavedModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** govern.models to gold.predictions, metrics.performance, metrics.fairness and metrics.cells. */
public record EvaluateJob(Pipeline pipeline) implements Job {
  private static final List<String> MEASURED = List.of("test", "train");
  private static final int REPLICATES = 1_000;

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(
        Models.CONTRACT,
        FeatureRows.CONTRACT,
        Splits.CONTRACT,
        UsableDecisions.CONTRACT,
        ProtectedAttributes.CONTRACT);
  }

  @Override
  public List<TableContract> writes() {
    return List.of(Predictions.CONTRACT, Figures.PERFORMANCE, Figures.FAIRNESS, Cells.CONTRACT);
  }

  @Override
  public RowCounts run(JobContext context) {
    predict(context);
    Dataset<Row> predictions = withGroups(context).cache();
    try {
      Map<String, Map<String, AuditResult>> audits = audits(predictions);
      write(
          context,
          audits,
          new BusinessValue(predictions, pipeline.value()).figures(context),
          new SubgroupFigures(
                  pipeline,
                  Models.candidate(context.lake().readRun(Models.CONTRACT, context.scope())))
              .of(
                  predictions,
                  context.lake().readRun(FeatureRows.CONTRACT, context.scope()),
                  context.scope().runId()),
          new ScoreCells(pipeline, predictions, thresholds(context)).rows());
      long rows = predictions.count();
      return new RowCounts(rows, rows, audits.size() + " models");
    } finally {
      predictions.unpersist();
    }
  }

  private static void predict(JobContext context) {
    SavedModels models = PredictionRows.models(context);
    Dataset<Row> vectors = PredictionRows.vectors(context, models).cache();
    try {
      context
          .lake()
          .replaceRun(Predictions.CONTRACT, PredictionRows.of(models, vectors), context.scope());
    } finally {
      vectors.unpersist();
    }
  }

  private Dataset<Row> withGroups(JobContext context) {
    Dataset<Row> decisions = context.lake().readRun(UsableDecisions.CONTRACT, context.scope());
    Dataset<Row> groups =
        ProtectedGroups.at(
            decisions,
            context.lake().readPipeline(ProtectedAttributes.CONTRACT, context.scope().pipeline()),
            pipeline.evaluate().sensitive());
    Dataset<Row> subjects =
        decisions.select(
            UsableDecisions.DECISION_ID.column(), UsableDecisions.SUBJECT_KEY.column());
    return context
        .lake()
        .readRun(Predictions.CONTRACT, context.scope())
        .join(groups, Predictions.DECISION_ID.name())
        .join(subjects, Predictions.DECISION_ID.name());
  }

  private static Map<String, Double> thresholds(JobContext context) {
    Map<String, Double> thresholds = new TreeMap<>();
    context
        .lake()
        .readRun(Models.CONTRACT, context.scope())
        .select(Models.MODEL.column(), Models.THRESHOLD.column())
        .collectAsList()
        .forEach(row -> thresholds.put(row.getString(0), row.getDouble(1)));
    return thresholds;
  }

  /** Whether any subject has several decisions that a model scored. */
  private static boolean hasRegulars(Dataset<Row> predictions) {
    Row counts =
        predictions
            .agg(
                count(lit(1)),
                countDistinct(Predictions.MODEL.column(), UsableDecisions.SUBJECT_KEY.column()))
            .head();
    return counts.getLong(0) > counts.getLong(1);
  }

  /** By model, then by split. */
  private Map<String, Map<String, AuditResult>> audits(Dataset<Row> predictions) {
    Map<String, Map<String, AuditResult>> audits = new TreeMap<>();
    Audit.by(
            predictions.filter(Predictions.SPLIT.column().isin(MEASURED.toArray())),
            List.of(Predictions.MODEL.name(), Predictions.SPLIT.name()),
            request(hasRegulars(predictions)))
        .forEach(
            (part, audit) ->
                audits
                    .computeIfAbsent(part.get(0), model -> new TreeMap<>())
                    .put(part.get(1), audit));
    return audits;
  }

  private AuditRequest request(boolean hasRegulars) {
    Evaluate evaluate = pipeline.evaluate();
    Columns columns =
        Columns.of(Predictions.LABEL.name(), Predictions.DECISION.name())
            .withScore(Predictions.SCORE.name())
            .withSubject(hasRegulars ? UsableDecisions.SUBJECT_KEY.name() : null);
    Grouping grouping =
        new Grouping(
            evaluate.sensitive(), List.of(), evaluate.intersections(), evaluate.privileged());
    return new AuditRequest(
        columns,
        grouping,
        new AuditOptions(evaluate.minGroup(), Undefined.NULL, REPLICATES, pipeline.seed()));
  }

  private static void write(
      JobContext context,
      Map<String, Map<String, AuditResult>> audits,
      List<FigureRow> businessValue,
      List<FigureRow> subgroups,
      List<Row> scoreCells) {
    List<FigureRow> performance = new ArrayList<>(businessValue);
    List<FigureRow> fairness = new ArrayList<>(subgroups);
    List<Row> cells = new ArrayList<>(scoreCells);
    audits.forEach(
        (model, bySplit) ->
            bySplit.forEach(
                (split, audit) -> {
                  audit.figures().stream()
                      .filter(FigureTables::isKept)
                      .forEach(
                          figure ->
                              (FigureTables.isPerformance(figure) ? performance : fairness)
                                  .add(
                                      FigureTables.row(
                                          figure, model, context.scope().runId(), split)));
                  audit.cells().forEach(cell -> cells.add(cell(cell, model, split)));
                }));
    Dataset<Row> cellRows =
        context.spark().createDataFrame(cells, Cells.CONTRACT.columns()).coalesce(1);
    SideBySide.run(
        List.of(
            () -> replace(context, Figures.PERFORMANCE, rows(context, performance)),
            () -> replace(context, Figures.FAIRNESS, rows(context, fairness)),
            () -> replace(context, Cells.CONTRACT, cellRows)));
  }

  private static Dataset<Row> rows(JobContext context, List<FigureRow> figures) {
    return FigureRow.rows(context.spark(), figures, context.asOf());
  }

  private static void replace(JobContext context, TableContract table, Dataset<Row> rows) {
    context.lake().replaceRun(table, rows, context.scope());
  }

  private static Row cell(Cell cell, String model, String split) {
    return RowFactory.create(
        model,
        split,
        cell.attribute(),
        cell.groupValue(),
        (double) cell.label(),
        (double) cell.prediction(),
        null,
        null,
        cell.n(),
        cell.weight(),
        null,
        null,
        null,
        null);
  }
}
