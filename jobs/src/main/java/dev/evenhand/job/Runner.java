package dev.evenhand.job;

import dev.evenhand.base.DataProblem;
import dev.evenhand.job.RunLog.PastRun;
import dev.evenhand.job.RunRecord.Status;
import dev.evenhand.lake.Failpoint;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * Runs jobs in order under the pipeline's lease and keeps the run log.
 *
 * <p>A run that was cut off (its process died) is continued by the next run of the same file and
 * code, under its own id and moment; one that can't be continued is abandoned: its rows go, its log
 * entries stay. A step that is done is not done again. A run that is refused for its input before
 * anything was written is not in the log.
 */
public final class Runner {
  private final SparkSession spark;
  private final Lake lake;
  private final Clock clock;
  private final Progress progress;
  private final RunLog log;

  public Runner(SparkSession spark, Lake lake, Clock clock, Progress progress) {
    this.spark = spark;
    this.lake = lake;
    this.clock = clock;
    this.progress = progress;
    this.log = new RunLog(spark, lake);
  }

  /** Runs the jobs; the result names the run. */
  public RunScope run(List<Job> jobs, RunPlan plan, RunOptions options) {
    try (Lease lease = Lease.acquire(lake, plan.pipeline(), options.patience())) {
      return runUnderLease(jobs, plan, options, lease);
    }
  }

  private RunScope runUnderLease(List<Job> jobs, RunPlan plan, RunOptions options, Lease lease) {
    List<PastRun> past = log.runs(plan.pipeline());
    String goal = goal(jobs);
    List<PastRun> alike = past.stream().filter(run -> run.isTowards(goal)).toList();
    Optional<PastRun> continued = continued(alike, plan, options);
    abandonOthers(past, continued, plan);
    Instant asOf = continued.map(PastRun::asOf).orElse(plan.asOf());
    RunPlan effective =
        new RunPlan(plan.pipeline(), plan.configSha256(), plan.codeVersion(), asOf, plan.seed());
    RunScope scope =
        new RunScope(
            plan.pipeline(),
            continued.map(PastRun::runId).orElse(RunScope.stamped("r", clock.instant())));
    execute(jobs, new Execution(scope, effective, options, continued, lease));
    return scope;
  }

  private record Execution(
      RunScope scope, RunPlan plan, RunOptions options, Optional<PastRun> continued, Lease lease) {
    boolean skips(Job job) {
      return continued.isPresent() && !options.isPartial() && continued.get().isDone(job.name());
    }
  }

  private static String goal(List<Job> jobs) {
    return "towards " + jobs.get(jobs.size() - 1).name();
  }

  private Optional<PastRun> continued(List<PastRun> past, RunPlan plan, RunOptions options) {
    if (options.resume().isPresent()) {
      String id = options.resume().get();
      return Optional.of(
          past.stream()
              .filter(run -> run.runId().equals(id))
              .findFirst()
              .orElseThrow(() -> noSuchRun(id, plan, past)));
    }
    if (options.isPartial()) {
      return past.stream()
          .filter(run -> run.status() != Status.ABANDONED && run.status() != Status.REFUSED)
          .reduce((earlier, later) -> later);
    }
    return past.stream()
        .filter(PastRun::isUnfinished)
        .filter(run -> run.hasPlan(plan))
        .filter(run -> options.asOf().isEmpty() || options.asOf().get().equals(run.asOf()))
        .reduce((earlier, later) -> later);
  }

  private static DataProblem noSuchRun(String id, RunPlan plan, List<PastRun> past) {
    return new DataProblem(
        "No run "
            + id
            + " of pipeline "
            + plan.pipeline()
            + " in this lake; it has "
            + (past.isEmpty()
                ? "none"
                : past.stream().map(PastRun::runId).collect(Collectors.joining(", ")))
            + ".");
  }

  private void abandonOthers(List<PastRun> past, Optional<PastRun> continued, RunPlan plan) {
    for (PastRun run : past) {
      boolean isLeftBehind = run.isUnfinished() || run.status() == Status.FAILED;
      if (isLeftBehind && continued.filter(run::equals).isEmpty()) {
        RunScope scope = new RunScope(plan.pipeline(), run.runId());
        progress.say("removing the rows of run " + run.runId() + ", which did not finish");
        for (TableContract table : Tables.ALL) {
          if (table.scope() == Scope.RUN) {
            lake.deleteRun(table, scope);
          }
        }
        lake.takeVersions();
        log.add(scope, plan, RunRecord.whole(Status.ABANDONED, clock.instant(), null, null, 0));
      }
    }
  }

  private void execute(List<Job> jobs, Execution execution) {
    List<Job> selected = selected(jobs, execution.options());
    Instant startedAt = clock.instant();
    execution
        .continued()
        .filter(run -> !execution.options().isPartial())
        .ifPresent(run -> progress.say("continuing run " + run.runId()));
    Started started = new Started(execution, startedAt, goal(jobs));
    lake.beforeNextCommit(started);
    CpuMeter meter = new CpuMeter();
    spark.sparkContext().addSparkListener(meter);
    try {
      int number = 0;
      for (Job job : selected) {
        number++;
        if (execution.skips(job)) {
          progress.skipped(job);
        } else {
          progress.started(job, number, selected.size());
          step(job, execution, meter);
        }
      }
      log.add(
          execution.scope(),
          execution.plan(),
          RunRecord.whole(Status.DONE, startedAt, clock.instant(), null, meter.milliseconds()));
    } catch (Exception e) { // Spark throws checked exceptions that its API does not declare
      boolean isRefused = e instanceof DataProblem && !started.isLogged;
      boolean isOthers = e instanceof Lease.Lost;
      String what = e instanceof DataProblem ? e.getMessage() : e.getClass().getSimpleName();
      if (!isRefused && !isOthers) {
        log.add(
            execution.scope(),
            execution.plan(),
            RunRecord.whole(Status.FAILED, startedAt, clock.instant(), what, meter.milliseconds()));
      }
      throw e;
    } finally {
      lake.beforeNextCommit(() -> {});
      spark.sparkContext().removeSparkListener(meter);
    }
  }

  /**
   * Enters the run in the log once it has something to write, so a refused input leaves nothing.
   */
  private final class Started implements Runnable {
    private final Execution execution;
    private final Instant at;
    private final String goal;
    private boolean isLogged;

    Started(Execution execution, Instant at, String goal) {
      this.execution = execution;
      this.at = at;
      this.goal = goal;
    }

    @Override
    public void run() {
      isLogged = true;
      log.add(
          execution.scope(), execution.plan(), RunRecord.whole(Status.STARTED, at, null, goal, 0));
    }
  }

  private void step(Job job, Execution execution, CpuMeter meter) {
    Instant startedAt = clock.instant();
    long cpuBefore = meter.milliseconds();
    lake.takeVersions();
    JobContext context =
        new JobContext(
            spark, lake, execution.scope(), execution.plan().asOf(), execution.plan().seed());
    execution.lease().requireHeld();
    RowCounts rows = job.run(context);
    execution.lease().requireHeld();
    Failpoint.reached("ran " + job.name());
    Instant finishedAt = clock.instant();
    log.add(
        execution.scope(),
        execution.plan(),
        new RunRecord(
            job.name(),
            Status.DONE,
            startedAt,
            finishedAt,
            rows,
            lake.takeVersions(),
            meter.milliseconds() - cpuBefore));
    progress.done(job, rows, Duration.between(startedAt, finishedAt));
  }

  private static List<Job> selected(List<Job> jobs, RunOptions options) {
    options.only().ifPresent(step -> requireStep(jobs, step));
    options.from().ifPresent(step -> requireStep(jobs, step));
    if (options.only().isPresent()) {
      return jobs.stream().filter(job -> job.name().equals(options.only().get())).toList();
    }
    return options
        .from()
        .map(step -> jobs.stream().dropWhile(job -> !job.name().equals(step)).toList())
        .orElse(jobs);
  }

  private static void requireStep(List<Job> jobs, String step) {
    Set<String> names =
        jobs.stream().map(Job::name).collect(Collectors.toCollection(LinkedHashSet::new));
    if (!names.contains(step)) {
      throw new DataProblem("No step '" + step + "'. The steps are: " + String.join(", ", names));
    }
  }
}
