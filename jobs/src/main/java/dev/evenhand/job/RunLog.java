package dev.evenhand.job;

import static org.apache.spark.sql.functions.coalesce;

import dev.evenhand.job.RunRecord.Status;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Runs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** {@code govern.runs}: what was run, and how far an earlier run came. */
final class RunLog {
  static final String WHOLE_RUN = "run";

  private final SparkSession spark;
  private final Lake lake;

  RunLog(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
  }

  void add(RunScope scope, RunPlan plan, RunRecord entry) {
    lake.append(Runs.CONTRACT, entry.toRows(spark, plan), scope);
  }

  /** The pipeline's runs, oldest first, each with where it stands. */
  List<PastRun> runs(String pipeline) {
    Dataset<Row> all =
        lake.readPipeline(Runs.CONTRACT, pipeline)
            .select(
                TableContract.RUN_ID.column(),
                Runs.STEP.column(),
                Runs.STATUS.column(),
                Runs.CONFIG_SHA256.column(),
                Runs.CODE_VERSION.column(),
                Runs.AS_OF.column(),
                Runs.STARTED_AT.column(),
                Runs.FINISHED_AT.column(),
                Runs.MESSAGE.column());
    List<Row> entries =
        SmallRows.sorted(all, coalesce(Runs.FINISHED_AT.column(), Runs.STARTED_AT.column()));
    Map<String, PastRun> runs = new LinkedHashMap<>();
    for (Row entry : entries) {
      PastRun run =
          runs.computeIfAbsent(entry.getString(0), id -> new PastRun(id, new ArrayList<>()));
      run.entries().add(entry);
    }
    return List.copyOf(runs.values());
  }

  /** An earlier run as its log entries tell it. */
  record PastRun(String runId, List<Row> entries) {
    /** The last status of the run as a whole. */
    Status status() {
      return Status.valueOf(lastOf(WHOLE_RUN).orElseThrow().toUpperCase(Locale.ROOT));
    }

    boolean isUnfinished() {
      return status() == Status.STARTED;
    }

    boolean isDone(String step) {
      return lastOf(step).filter(Status.DONE.text()::equals).isPresent();
    }

    boolean hasPlan(RunPlan plan) {
      return first().getString(3).equals(plan.configSha256())
          && first().getString(4).equals(plan.codeVersion());
    }

    /** Whether the run was one of the same jobs: training and scoring don't continue each other. */
    boolean isTowards(String goal) {
      return goal.equals(first().getString(8));
    }

    Instant asOf() {
      return first().getTimestamp(5).toInstant();
    }

    private Row first() {
      return entries.get(0);
    }

    private Optional<String> lastOf(String step) {
      return entries.stream()
          .filter(entry -> entry.getString(1).equals(step))
          .map(entry -> entry.getString(2))
          .reduce((earlier, later) -> later);
    }
  }
}
