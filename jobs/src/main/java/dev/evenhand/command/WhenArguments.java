package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose knowledge a run uses, and how long it waits for another. */
final class WhenArguments {
  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "What was known at the end of that day (UTC) or at that moment; now if absent.")
  private String asOf;

  @Mixin private WaitArgument wait;

  Optional<Instant> asOf() {
    return Optional.ofNullable(asOf).map(WhenArguments::moment);
  }

  Duration patience() {
    return wait.patience();
  }

  private static Instant moment(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new DataProblem(
          "--as-of '" + text + "' is not a date (2017-06-30) or a moment (2017-06-30T12:00:00Z).",
          e);
    }
  }
}
