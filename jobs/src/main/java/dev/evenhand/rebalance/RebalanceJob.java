package dev.evenhand.rebalance;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Rebalance;
import dev.evenhand.config.RebalanceMethod;
import dev.evenhand.history.ProtectedGroups;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.lake.table.Weights;
import dev.evenhand.learn.Reweighing;
import dev.evenhand.learn.StratifiedSampler;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** gold.training_set to gold.weights. */
public record RebalanceJob(Pipeline pipeline) implements Job {
  @Override
  public String name() {
    return "rebalance";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(TrainingSet.CONTRACT, UsableDecisions.CONTRACT, ProtectedAttributes.CONTRACT);
  }

  @Override
  public List<TableContract> writes() {
    return List.of(Weights.CONTRACT);
  }

  @Override
  public RowCounts run(JobContext context) {
    Dataset<Row> rows =
        context
            .lake()
            .readRun(TrainingSet.CONTRACT, context.scope())
            .select(TrainingSet.DECISION_ID.column(), TrainingSet.LABEL.column());
    Optional<Rebalance> rule = pipeline.rebalance().filter(r -> r.method() != RebalanceMethod.NONE);
    Dataset<Row> weighted =
        rule.map(r -> repaired(context, rows, r))
            .orElseGet(() -> rows.withColumn(Weights.WEIGHT.name(), lit(1.0)));
    context.lake().replaceRun(Weights.CONTRACT, weighted, context.scope());
    Row total =
        context
            .lake()
            .readRun(Weights.CONTRACT, context.scope())
            .agg(count(lit(1)), sum(Weights.WEIGHT.column()))
            .head();
    String note =
        rule.isEmpty()
            ? "no weights"
            : String.format(
                Locale.ROOT,
                "%s by %s",
                rule.get().method().word(),
                String.join(", ", rule.get().by()));
    return new RowCounts(rows.count(), total.getLong(0), note);
  }

  private Dataset<Row> repaired(JobContext context, Dataset<Row> rows, Rebalance rule) {
    Dataset<Row> groups =
        ProtectedGroups.at(
            context.lake().readRun(UsableDecisions.CONTRACT, context.scope()),
            context.lake().readPipeline(ProtectedAttributes.CONTRACT, context.scope().pipeline()),
            rule.by());
    Dataset<Row> grouped = rows.join(groups, TrainingSet.DECISION_ID.name());
    return rule.method().isSampling() ? sampled(grouped, rule) : reweighed(grouped, rule);
  }

  private static Dataset<Row> reweighed(Dataset<Row> grouped, Rebalance rule) {
    return new Reweighing()
        .setSensitiveCols(rule.by().toArray(String[]::new))
        .setLabelCol(TrainingSet.LABEL.name())
        .setOutputCol(Weights.WEIGHT.name())
        .fit(grouped)
        .transform(grouped);
  }

  /** A row drawn n times has weight n; one that wasn't drawn has none. */
  private Dataset<Row> sampled(Dataset<Row> grouped, Rebalance rule) {
    StratifiedSampler sampler =
        new StratifiedSampler()
            .setSensitiveCols(rule.by().toArray(String[]::new))
            .setLabelCol(TrainingSet.LABEL.name())
            .setKeyCol(TrainingSet.DECISION_ID.name())
            .setSeed(pipeline.seed())
            .setTarget("label-rate")
            .setMethod(rule.method() == RebalanceMethod.OVERSAMPLING ? "over" : "under");
    rule.labelRate().ifPresent(rate -> sampler.setLabelRate(rate.fraction()));
    return sampler
        .fit(grouped)
        .transform(grouped)
        .groupBy(TrainingSet.DECISION_ID.column())
        .agg(count(lit(1)).cast("double").as(Weights.WEIGHT.name()));
  }
}
