package dev.evenhand.govern;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Pipeline;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Gates;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Judges the gates on the test split and writes the verdict: the candidate is promoted if every
 * gate passes, else refused. Other models are there to compare with.
 */
public record GateJob(Pipeline pipeline) implements Job {
  static final String PROMOTED = "promoted";
  static final String REFUSED = "refused";
  private static final List<String> BASELINES = List.of("majority", "recency");

  @Override
  public String name() {
    return "gate";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(Figures.PERFORMANCE, Figures.FAIRNESS, Predictions.CONTRACT, Models.CONTRACT);
  }

  @Override
  public List<TableContract> writes() {
    return List.of(Gates.CONTRACT, Models.CONTRACT);
  }

  @Override
  public RowCounts run(JobContext context) {
    Lake lake = context.lake();
    Dataset<Row> models = lake.readRun(Models.CONTRACT, context.scope());
    String candidate = Models.candidate(models);
    List<String> trained =
        SmallRows.sorted(models.select(Models.MODEL.column()), Models.MODEL.column()).stream()
            .map(row -> row.getString(0))
            .toList();
    List<GateResult> results = results(lake, context.scope(), candidate, trained);
    boolean isPromoted = results.stream().allMatch(GateResult::passed);
    List<Row> rows = results.stream().map(GateResult::toRow).toList();
    Dataset<Row> gates = context.spark().createDataFrame(rows, Gates.CONTRACT.columns());
    String verdict = isPromoted ? PROMOTED : REFUSED;
    SideBySide.run(
        List.of(
            () -> lake.replaceRun(Gates.CONTRACT, gates, context.scope()),
            () ->
                lake.replaceRun(
                    Models.CONTRACT, judged(models, candidate, verdict), context.scope())));
    return new RowCounts(results.size(), results.size(), note(results, candidate, verdict));
  }

  /** One line for each gate of the run that did not pass; none if all did. */
  public static List<String> failures(Lake lake, RunScope scope) {
    Dataset<Row> failed =
        lake.readRun(Gates.CONTRACT, scope).filter(Gates.PASSED.column().equalTo(false));
    return SmallRows.sorted(
            failed, Gates.MODEL.column(), Gates.METRIC.column(), Gates.ATTRIBUTE.column())
        .stream()
        .map(GateJob::line)
        .toList();
  }

  private static String line(Row gate) {
    String attribute = gate.getAs(Gates.ATTRIBUTE.name());
    Double value = gate.getAs(Gates.VALUE.name());
    String reason = gate.getAs(Gates.REASON.name());
    return "gate failed: "
        + gate.getAs(Gates.MODEL.name())
        + ": "
        + gate.getAs(Gates.METRIC.name())
        + (attribute == null ? "" : " by " + attribute)
        + (value == null ? " is " + reason : " is " + Bound.number(value))
        + "; it must be "
        + gate.getAs(Gates.BOUND.name());
  }

  private List<GateResult> results(
      Lake lake, RunScope scope, String candidate, List<String> trained) {
    Dataset<Row> figures =
        lake.readRun(Figures.PERFORMANCE, scope).union(lake.readRun(Figures.FAIRNESS, scope));
    List<Measured> measured = Measured.of(figures);
    List<GateResult> results = new ArrayList<>();
    pipeline.gate().forEach(gate -> results.add(Promise.of(gate, candidate).judge(measured)));
    if (pipeline.model(candidate).filter(model -> model.estimator().isConstrained()).isPresent()) {
      Double baseRate = baseRate(lake.readRun(Predictions.CONTRACT, scope), candidate);
      List<String> baselines = BASELINES.stream().filter(trained::contains).toList();
      results.addAll(new HouseGates(candidate, baselines, baseRate).judge(measured));
    }
    return results;
  }

  private static Double baseRate(Dataset<Row> predictions, String model) {
    return predictions
        .filter(Predictions.MODEL.column().equalTo(model))
        .filter(Predictions.SPLIT.column().equalTo(Measured.TEST))
        .agg(avg(Predictions.LABEL.column()))
        .first()
        .getAs(0);
  }

  private static Dataset<Row> judged(Dataset<Row> models, String candidate, String verdict) {
    return models.withColumn(
        Models.STATUS.name(),
        when(Models.MODEL.column().equalTo(candidate), lit(verdict))
            .otherwise(lit(Models.REFERENCE)));
  }

  private static String note(List<GateResult> results, String candidate, String verdict) {
    long passed = results.stream().filter(GateResult::passed).count();
    return passed + " of " + results.size() + " gates passed; " + candidate + " " + verdict;
  }
}
