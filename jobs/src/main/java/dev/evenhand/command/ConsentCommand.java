package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Overrides;
import dev.evenhand.config.PipelineFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is held on a customer, which models learned from whom; of a pipeline file, its step. */
@Command(
    name = "consent",
    description =
        "export: everything held on a customer; impact: models that learned from those who refused."
            + " Of a PIPELINE.yaml, the step consent on its newest run.",
    subcommands = {ConsentExportCommand.class, ConsentImpactCommand.class},
    mixinStandardHelpOptions = true)
final class ConsentCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
  private Path file;

  @Option(names = "--lake", description = "The lake's folder; in place of the file's.")
  private String lake;

  @Option(names = "--data", description = "The data's folder; in place of EVENHAND_DATA.")
  private String data;

  @Mixin private WhenArguments when;

  @Override
  public Integer call() {
    if (file == null) {
      throw new DataProblem("consent: say export or impact, or give a PIPELINE.yaml for the step.");
    }
    Overrides places = new Overrides(Optional.ofNullable(data), Optional.ofNullable(lake));
    return PipelineRun.execute(
        PipelineFile.read(file, System.getenv(), places), RunCommand.onlyStep("consent", when));
  }
}
