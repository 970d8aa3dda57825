package dev.evenhand.command;

import dev.evenhand.Jobs;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.explain.ExplainJob;
import dev.evenhand.govern.GateJob;
import dev.evenhand.ingest.Preflight;
import dev.evenhand.job.Job;
import dev.evenhand.job.RunOptions;
import dev.evenhand.job.RunPlan;
import dev.evenhand.job.Runner;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.pseudonym.Keys;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Runs a pipeline's jobs in a session and says how it ended. */
final class PipelineRun {
  private final SparkSession spark;
  private final PipelineFile file;
  private final List<Job> jobs;

  PipelineRun(SparkSession spark, PipelineFile file, Keys keys) {
    this(spark, file, Jobs.of(file.pipeline(), keys));
  }

  PipelineRun(SparkSession spark, PipelineFile file, List<Job> jobs) {
    this.spark = spark;
    this.file = file;
    this.jobs = new ArrayList<>(jobs);
  }

  /** How a run ended. */
  record Ended(Lake lake, RunScope scope, int status) {}

  /** A session of its own, for one run. */
  static int execute(PipelineFile file, RunOptions options) {
    Retention.of(file); // what maintain would refuse is refused now
    Keys keys = keys();
    SparkSession spark = Sessions.open(file.pipeline().pipeline());
    try {
      return new PipelineRun(spark, file, keys).run(options).status();
    } finally {
      spark.stop();
    }
  }

  /** The keyset of this environment; the console says when one was made. */
  static Keys keys() {
    Keys keys = Keys.resolve(System.getenv());
    if (keys.isNew()) {
      System.out.println(
          "made a keyset for pseudonyms: "
              + keys.path()
              + " (keep it; set EVENHAND_KEYS to use"
              + " another)");
    }
    return keys;
  }

  /** Adds a job before the one of that name. */
  PipelineRun before(String name, Job job) {
    int at = 0;
    while (at < jobs.size() && !jobs.get(at).name().equals(name)) {
      at++;
    }
    jobs.add(at, job);
    return this;
  }

  Ended run(RunOptions options) {
    Pipeline pipeline = file.pipeline();
    Clock clock = Clock.systemUTC();
    Instant asOf = options.asOf().orElseGet(clock::instant);
    RunPlan plan =
        new RunPlan(
            pipeline.pipeline(), file.sha256(), CodeVersion.current(), asOf, pipeline.seed());
    ExplainJob.check(spark, pipeline);
    if (readsSources(options)) {
      Preflight.check(spark, file);
    }
    Lake lake = new Lake(spark, pipeline.lake());
    try (Console console = new Console(System.out, spark)) {
      console.say(pipeline.pipeline() + ": " + pipeline.description());
      RunScope scope = new Runner(spark, lake, clock, console).run(jobs, plan, options);
      console.say("run " + scope.runId() + " in " + lake.files().root());
      List<String> failures = GateJob.failures(lake, scope);
      failures.forEach(console::say);
      return new Ended(lake, scope, failures.isEmpty() ? ExitStatus.DONE : ExitStatus.REFUSED);
    }
  }

  /** Later steps alone need only the lake. */
  private static boolean readsSources(RunOptions options) {
    return options
        .only()
        .or(options::from)
        .map(step -> step.equals("ingest") || step.equals("conform"))
        .orElse(true);
  }
}
