package dev.evenhand.card;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Gates;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Runs;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingProofs;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads the evidence of a run: aggregates only, each table once. */
record EvidenceReader(JobContext context, List<String> attributes) {
  static final List<TableContract> TABLES =
      List.of(
          Figures.QUALITY,
          Figures.BALANCE,
          Figures.PRIVACY,
          Figures.FAIRNESS,
          Figures.PERFORMANCE,
          Decisions.CONTRACT,
          UsableDecisions.CONTRACT,
          Splits.CONTRACT,
          TrainingSet.CONTRACT,
          Explanations.CONTRACT,
          Predictions.CONTRACT,
          ProtectedAttributes.CONTRACT,
          TrainingProofs.CONTRACT,
          Models.CONTRACT,
          Gates.CONTRACT,
          Runs.CONTRACT);

  private static final String MEASURED = "measured";
  private static final String TABLE = "table_name";
  private static final String ROWS = "rows";

  Evidence read() {
    Map<String, FigureSet> figures = figures();
    List<Row> log = logEntries();
    List<TrainedModel> models = models();
    TrainedModel candidate = Identity.candidate(models, context.scope().runId());
    return new Evidence(
        runFacts(log),
        finishedSteps(log),
        models,
        gates(),
        figures.get(Figures.QUALITY.name()),
        figures.get(Figures.BALANCE.name()),
        figures.get(Figures.PRIVACY.name()),
        figures.get(MEASURED),
        counts(),
        Influences.of(run(Explanations.CONTRACT)),
        new ScoreReader(context, attributes).of(candidate.name()),
        proof(candidate.name()),
        new StandingReader(lake(), context.scope())
            .of(candidate.name(), candidate.status(), context.asOf()));
  }

  private Map<String, FigureSet> figures() {
    Dataset<Row> all =
        named(run(Figures.QUALITY), Figures.QUALITY.name())
            .union(named(run(Figures.BALANCE).filter(isShownOfData()), Figures.BALANCE.name()))
            .union(named(run(Figures.PRIVACY), Figures.PRIVACY.name()))
            .union(named(run(Figures.FAIRNESS).filter(isShownOfModels()), MEASURED))
            .union(named(run(Figures.PERFORMANCE).filter(isShownOfModels()), MEASURED));
    List<Row> rows =
        SmallRows.sorted(
            all,
            Figures.MODEL.column(),
            Figures.DATASET.column(),
            Figures.ATTRIBUTE.column(),
            Figures.GROUP_VALUE.column(),
            Figures.METRIC.column(),
            Figures.STATISTIC.column(),
            Figures.REFERENCE.column());
    Map<String, FigureSet> sets = new LinkedHashMap<>();
    for (String name :
        List.of(Figures.QUALITY.name(), Figures.BALANCE.name(), Figures.PRIVACY.name(), MEASURED)) {
      sets.put(
          name,
          new FigureSet(
              rows.stream()
                  .filter(row -> row.<String>getAs(TABLE).equals(name))
                  .map(Figure::of)
                  .toList()));
    }
    return sets;
  }

  /** The metric tables hold more than a card shows; only what it shows comes to the driver. */
  private static Column isShownOfModels() {
    Set<String> metrics = new TreeSet<>(Comparison.METRICS);
    metrics.addAll(GroupTable.METRICS);
    metrics.addAll(Gap.METRICS);
    metrics.add(Reliability.ERROR);
    Column isOfGroups =
        Figures.METRIC
            .column()
            .isin(metrics.toArray())
            .and(Figures.STATISTIC.column().isin("value", "difference"))
            .and(Figures.CONTROL.column().isNull());
    Column isOfSubgroups = Figures.METRIC.column().startsWith(Measures.SUBGROUP_PREFIX);
    return Figures.SPLIT.column().equalTo("test").and(isOfGroups.or(isOfSubgroups));
  }

  private static Column isShownOfData() {
    return Figures.METRIC
        .column()
        .isin(Measures.SHARE, Measures.POSITIVE_RATE, Measures.PROXY_AUC)
        .and(Figures.STATISTIC.column().equalTo("value"));
  }

  private List<RowCount> counts() {
    Column none = lit(null).cast("string");
    Dataset<Row> decisions = lake().readPipeline(Decisions.CONTRACT, context.scope().pipeline());
    Dataset<Row> all =
        counted(decisions, Decisions.CONTRACT, none, none)
            .union(counted(run(UsableDecisions.CONTRACT), UsableDecisions.CONTRACT, none, none))
            .union(counted(run(TrainingSet.CONTRACT), TrainingSet.CONTRACT, none, none))
            .union(
                counted(
                    run(Splits.CONTRACT),
                    Splits.CONTRACT,
                    Splits.SPLIT.column(),
                    Splits.REASON.column()));
    return SmallRows.sorted(all, TABLE, "split", "reason").stream()
        .map(
            row ->
                new RowCount(row.getString(0), row.getString(1), row.getString(2), row.getLong(3)))
        .toList();
  }

  private static Dataset<Row> counted(
      Dataset<Row> rows, TableContract table, Column split, Column reason) {
    return rows.groupBy(split.as("split"), reason.as("reason"))
        .agg(count(lit(1)).as(ROWS))
        .select(lit(table.name()).as(TABLE), col("split"), col("reason"), col(ROWS));
  }

  /** The run's log, oldest entry first. */
  private List<Row> logEntries() {
    RunScope scope = context.scope();
    return SmallRows.sorted(
        lake().readRun(Runs.CONTRACT, scope), Runs.STARTED_AT.column(), Runs.FINISHED_AT.column());
  }

  private Evidence.RunFacts runFacts(List<Row> log) {
    if (log.isEmpty()) {
      throw new DataProblem(
          "Run "
              + context.scope().runId()
              + " is not in govern.runs, so its card can't say which tables it read. "
              + "Run the whole pipeline with 'evenhand run'.");
    }
    Row first = log.get(0);
    return new Evidence.RunFacts(
        context.scope().pipeline(),
        context.scope().runId(),
        context.asOf(),
        first.getAs(Runs.CONFIG_SHA256.name()),
        first.getAs(Runs.CODE_VERSION.name()),
        first.<Long>getAs(Runs.SEED.name()));
  }

  /** The steps that are done, without the entries about the run as a whole; a repeated one too. */
  private static List<StepRun> finishedSteps(List<Row> log) {
    return log.stream()
        .filter(row -> row.getAs(Runs.STATUS.name()).equals("done"))
        .filter(row -> !row.getAs(Runs.STEP.name()).equals("run"))
        .map(StepRun::of)
        .toList();
  }

  private List<TrainedModel> models() {
    return SmallRows.sorted(run(Models.CONTRACT), Models.MODEL.column()).stream()
        .map(TrainedModel::of)
        .toList();
  }

  private Proof proof(String model) {
    Dataset<Row> own =
        run(TrainingProofs.CONTRACT).filter(TrainingProofs.MODEL.column().equalTo(model));
    return SmallRows.sorted(own, TrainingProofs.MODEL.column()).stream()
        .map(Proof::of)
        .findFirst()
        .orElse(null);
  }

  /** Those of the file first. */
  private List<JudgedGate> gates() {
    return SmallRows.sorted(
            run(Gates.CONTRACT),
            Gates.SET_BY.column(),
            Gates.MODEL.column(),
            Gates.METRIC.column(),
            Gates.ATTRIBUTE.column(),
            Gates.BOUND.column())
        .stream()
        .map(JudgedGate::of)
        .toList();
  }

  private static Dataset<Row> named(Dataset<Row> rows, String table) {
    return rows.withColumn(TABLE, lit(table));
  }

  private Dataset<Row> run(TableContract table) {
    return lake().readRun(table, context.scope());
  }

  private Lake lake() {
    return context.lake();
  }
}
