package dev.evenhand.split;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Pipeline;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.UsableDecisions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** gold.decisions to gold.splits. */
public record SplitJob(Pipeline pipeline) implements Job {
  @Override
  public String name() {
    return "split";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(UsableDecisions.CONTRACT);
  }

  @Override
  public List<TableContract> writes() {
    return List.of(Splits.CONTRACT);
  }

  @Override
  public RowCounts run(JobContext context) {
    Dataset<Row> decisions = context.lake().readRun(UsableDecisions.CONTRACT, context.scope());
    context
        .lake()
        .replaceRun(
            Splits.CONTRACT, SplitAssignment.of(decisions, pipeline.split()), context.scope());
    return counts(context);
  }

  private RowCounts counts(JobContext context) {
    Map<String, Long> sizes = new HashMap<>();
    context
        .lake()
        .readRun(Splits.CONTRACT, context.scope())
        .groupBy(Splits.SPLIT.column())
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> sizes.put(row.getString(0), row.getLong(1)));
    long all = sizes.values().stream().mapToLong(Long::longValue).sum();
    for (String needed :
        List.of(SplitAssignment.TRAIN, SplitAssignment.VALIDATION, SplitAssignment.TEST)) {
      if (!sizes.containsKey(needed)) {
        throw new DataProblem(
            "split: no decision is in "
                + needed
                + " ("
                + all
                + " usable decisions). Check split, consent and --as-of in the pipeline file.");
      }
    }
    String note =
        sizes.get(SplitAssignment.TRAIN)
            + " train, "
            + sizes.get(SplitAssignment.VALIDATION)
            + " validation, "
            + sizes.get(SplitAssignment.TEST)
            + " test";
    return new RowCounts(all, all - sizes.getOrDefault(SplitAssignment.EXCLUDED, 0L), note);
  }
}
