package dev.evenhand.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * One step of a pipeline as a job of its own; each step's name is a command. A command of that name
 * that does more, such as {@link BalanceCommand}, stands in its place.
 */
@Command(mixinStandardHelpOptions = true)
final class StepCommand implements Callable<Integer> {
  static final List<String> STEPS =
      List.of(
          "ingest",
          "conform",
          "consent",
          "split",
          "features",
          "privacy",
          "rebalance",
          "balance",
          "train",
          "evaluate",
          "explain",
          "gate",
          "card");

  @Mixin private PipelineArguments arguments;
  @Mixin private WhenArguments when;
  @Spec private CommandSpec spec;

  static void addTo(CommandLine line) {
    for (String step : STEPS) {
      if (!line.getSubcommands().containsKey(step)) {
        CommandLine command = new CommandLine(new StepCommand());
        command
            .getCommandSpec()
            .usageMessage()
            .description("The step " + step + " of a pipeline, on its newest run.");
        line.addSubcommand(step, command);
      }
    }
  }

  @Override
  public Integer call() {
    return PipelineRun.execute(arguments.read(), RunCommand.onlyStep(spec.name(), when));
  }
}
