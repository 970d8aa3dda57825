package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.PipelineFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is held on a customer, which models learned from whom; of a pipeline file, its step. */
@Command(
    name = "consent",
    description =
        "export: everything held on a customer; impact: models that learned from those who refused."
            + " Of a PIPELINE.yaml, the step consent on its newest run.",
    subcommands = {ConsentExportCommand.class, ConsentImpactCommand.class},
    mixinStandardHelpOptions = true)
final class ConsentCommand implements Callable<Integer> {
  @Mixin private OptionalPipeline pipeline;
  @Mixin private WhenArguments when;

  @Override
  public Integer call() {
    PipelineFile file =
        pipeline
            .read()
            .orElseThrow(
                () ->
                    new DataProblem(
                        "consent: say export or impact, or give a PIPELINE.yaml for the step."));
    return PipelineRun.execute(file, RunCommand.onlyStep("consent", when));
  }
}
