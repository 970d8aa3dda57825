package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as a command line writes it: 30s, 10m, 2h, 7d. */
final class TimeSpan {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([smhd])");

  private TimeSpan() {}

  static Duration parse(String option, String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new DataProblem(
          "%s '%s' is no length of time. Write seconds, minutes, hours or days: 30s, 10m, 2h, 7d."
              .formatted(option, text));
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
