package dev.evenhand.command;

import dev.evenhand.job.RunOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All steps of a pipeline, or some of them. */
@Command(
    name = "run",
    description = "All steps of a pipeline: from its sources to a gated, documented model.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private PipelineArguments arguments;
  @Mixin private WhenArguments when;

  @Option(
      names = "--only",
      paramLabel = "STEP",
      description = "This step alone, on the newest run.")
  private String only;

  @Option(names = "--from", paramLabel = "STEP", description = "From this step, on the newest run.")
  private String from;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Continues that run where it stopped.")
  private String resume;

  @Override
  public Integer call() {
    Optional<Instant> asOf = when.asOf();
    return PipelineRun.execute(
        arguments.read(),
        new RunOptions(
            asOf,
            Optional.ofNullable(only),
            Optional.ofNullable(from),
            Optional.ofNullable(resume),
            when.patience()));
  }

  /** One step as a job of its own. */
  static RunOptions onlyStep(String step, WhenArguments when) {
    Duration patience = when.patience();
    return new RunOptions(
        when.asOf(), Optional.of(step), Optional.empty(), Optional.empty(), patience);
  }
}
