package dev.evenhand.command;

import dev.evenhand.card.Cards;
import dev.evenhand.govern.ApprovalEntry;
import dev.evenhand.lake.Lake;
import dev.evenhand.pseudonym.Keys;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A person's decision about a model version, signed and shown on its card. */
@Command(
    name = "approve",
    description =
        "Enters a person's decision about a model version in govern.approvals, signed by the"
            + " keyset, and brings its card up to date.",
    mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
  @Mixin private LakeArgument lake;
  @Mixin private CardArguments which;

  @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who decides.")
  private String by;

  @Option(names = "--role", required = true, description = "In what role: ethics board, owner …")
  private String role;

  @Option(names = "--note", description = "What they want to be known.")
  private String note;

  @Option(names = "--reject", description = "Rejects the version instead of approving it.")
  private boolean rejects;

  private final Function<String, SparkSession> sessions;
  private final Supplier<Keys> keyring;

  ApproveCommand() {
    this(Sessions::open, PipelineRun::keys);
  }

  ApproveCommand(Function<String, SparkSession> sessions, Supplier<Keys> keyring) {
    this.sessions = sessions;
    this.keyring = keyring;
  }

  @Override
  public Integer call() {
    ApprovalEntry.Decision decision =
        new ApprovalEntry.Decision(!rejects, by, role, Optional.ofNullable(note));
    SparkSession spark = sessions.apply("approve");
    Lake tables = new Lake(spark, lake.place());
    Instant now = Clock.systemUTC().instant();
    Cards cards = new Cards(tables, now);
    Cards.Found found = cards.find(which.wanted(Optional.empty()));
    new ApprovalEntry(spark, tables, keyring.get().keyset().signer())
        .enter(found.scope(), found.model(), decision, now);
    cards.refresh(found);
    System.out.printf(
        "%s %s of run %s by %s (%s)%n",
        rejects ? "rejected" : "approved",
        found.model(),
        found.scope().runId(),
        by.strip(),
        role.strip());
    return ExitStatus.DONE;
  }
}
