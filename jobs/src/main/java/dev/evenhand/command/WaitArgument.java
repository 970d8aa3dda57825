package dev.evenhand.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command waits for a live run. */
final class WaitArgument {
  private static final int LEDGER_SECONDS = 300;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "How long to wait for another live run (default: ${DEFAULT-VALUE}).")
  private int seconds;

  Duration patience() {
    return Duration.ofSeconds(seconds);
  }

  /** Others hold the ledger for seconds each, but there may be many of them. */
  Duration patienceOfLedger() {
    return Duration.ofSeconds(Math.max(seconds, LEDGER_SECONDS));
  }
}
