package dev.evenhand.command;

import dev.evenhand.Jobs;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.job.RunOptions;
import dev.evenhand.job.RunPlan;
import dev.evenhand.job.Runner;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import java.time.Clock;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;

/** Checks a pipeline file against its sources, runs its jobs and says how it ended. */
final class PipelineRun {
  private PipelineRun() {}

  static int execute(PipelineFile file, RunOptions options) {
    Pipeline pipeline = file.pipeline();
    SparkSession spark = Sessions.open(pipeline.pipeline());
    try {
      Lake lake = new Lake(spark, pipeline.lake());
      try (Console console = new Console(System.out, spark)) {
        Clock clock = Clock.systemUTC();
        Instant asOf = options.asOf().orElseGet(clock::instant);
        RunPlan plan =
            new RunPlan(
                pipeline.pipeline(), file.sha256(), CodeVersion.current(), asOf, pipeline.seed());
        console.say(pipeline.pipeline() + ": " + pipeline.description());
        RunScope scope =
            new Runner(spark, lake, clock, console).run(Jobs.of(pipeline), plan, options);
        console.say("run " + scope.runId() + " in " + lake.files().root());
        return ExitStatus.DONE;
      }
    } finally {
      spark.stop();
    }
  }
}
