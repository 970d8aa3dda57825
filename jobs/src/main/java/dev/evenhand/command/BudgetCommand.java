package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.dp.Accounting;
import dev.evenhand.dp.PrivacyBudget;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.release.Ledger;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a lake's privacy budget, or sets it: the data-protection officer's command. */
@Command(
    name = "budget",
    description = "Shows the lake's privacy budget; with --epsilon and --set-by, sets it.",
    mixinStandardHelpOptions = true)
final class BudgetCommand implements Callable<Integer> {
  @Option(names = "--epsilon", description = "What all releases together may reveal.")
  private BigDecimal epsilon;

  @Option(names = "--delta", defaultValue = "0", description = "With what probability more.")
  private BigDecimal delta;

  @Option(
      names = "--accounting",
      defaultValue = "pure",
      description = "pure sums epsilon, zcdp sums rho (default: ${DEFAULT-VALUE}).")
  private Accounting accounting;

  @Option(names = "--set-by", paramLabel = "NAME", description = "Who sets it.")
  private String author;

  @Option(names = "--purpose", defaultValue = "", description = "Why; stands in the ledger.")
  private String purpose;

  @Mixin private LakeArgument lake;
  @Mixin private WaitArgument wait;

  private final Function<String, SparkSession> sessions;
  private final Clock clock;

  BudgetCommand() {
    this(Sessions::open, Clock.systemUTC());
  }

  BudgetCommand(Function<String, SparkSession> sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if ((epsilon == null) != (author == null)) {
      throw new DataProblem(
          "budget: to set it, give --epsilon and --set-by; to see it, give neither.");
    }
    PrivacyBudget budget = epsilon == null ? null : new PrivacyBudget(epsilon, delta, accounting);
    SparkSession spark = sessions.apply("budget");
    Ledger ledger = new Ledger(new Lake(spark, lake.place()), wait.patienceOfLedger());
    if (budget != null) {
      set(ledger, budget);
    }
    System.out.println("privacy budget of " + lake.place() + ": " + ledger.standing().line());
    return ExitStatus.DONE;
  }

  private void set(Ledger ledger, PrivacyBudget budget) {
    Instant now = clock.instant();
    RunScope scope = new RunScope("lake", "b" + now.toEpochMilli());
    ledger.set(budget, author, purpose, scope, now);
  }
}
