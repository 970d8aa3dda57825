package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lease;
import java.io.PrintStream;
import org.apache.logging.log4j.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: finds the command, and turns a failure into one line and a status. */
@Command(
    name = "evenhand",
    description = "Fair, consented and explained sales models on Apache Spark.",
    mixinStandardHelpOptions = true,
    version = "evenhand 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      ScoreCommand.class,
      GenerateCommand.class,
      MaintainCommand.class,
      EraseCommand.class,
      ConsentCommand.class,
      RectifyCommand.class,
      CardCommand.class,
      ApproveCommand.class,
      AuditCommand.class,
      BalanceCommand.class,
      AnonymizeCommand.class,
      ReleaseCommand.class,
      BudgetCommand.class,
      ExportCommand.class,
      KeysCommand.class,
      ExplainCommand.class,
      PublishCommand.class,
      SiteCommand.class,
      SqlCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Commands {
  private Commands() {}

  /** All commands, those of the steps too. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new Commands());
    StepCommand.addTo(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  public static int execute(String... arguments) {
    CommandLine line = line();
    line.setExecutionExceptionHandler((problem, command, parsed) -> status(problem, System.err));
    if (arguments.length == 0) {
      line.usage(System.out);
      return ExitStatus.WRONG_INPUT;
    }
    try {
      return line.execute(arguments);
    } catch (LinkageError | StackOverflowError | OutOfMemoryError e) {
      return status(e, System.err);
    }
  }

  /** Says what went wrong, as briefly as its reader can act on, and gives the status. */
  static int status(Throwable problem, PrintStream err) {
    LogManager.getLogger(Commands.class).error("command failed", problem);
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataProblem wrong) {
        wrong.lines().forEach(line -> err.println("evenhand: " + line));
        return ExitStatus.WRONG_INPUT;
      }
      if (cause instanceof Lease.Held || cause instanceof Lease.Lost) {
        err.println("evenhand: " + cause.getMessage());
        return ExitStatus.FAILED;
      }
    }
    err.println(
        "evenhand: "
            + problem.getClass().getSimpleName()
            + " in Spark or storage; what was written is safe, run again to continue. Details: "
            + System.getProperty("evenhand.log", "the log"));
    return ExitStatus.FAILED;
  }
}
