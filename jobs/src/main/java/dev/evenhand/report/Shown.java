package dev.evenhand.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers, moments and names as the pages print them. */
final class Shown {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String NONE = "\u2013";
  private static final double MINUTE = 60;
  private static final double HOUR = 60 * MINUTE;
  private static final Map<String, String> KNOWN =
      Map.of("roc_auc", "ROC AUC", "pr_auc", "PR AUC", "f1", "F1", "k", "k");

  private Shown() {}

  static String day(Instant moment) {
    return DAY.format(moment);
  }

  static String moment(Instant moment) {
    return moment == null ? NONE : MOMENT.format(moment);
  }

  static String count(Long number) {
    return number == null ? NONE : String.format(Locale.ENGLISH, "%,d", number);
  }

  /** A share in [0, 1] as a percentage with one decimal. */
  static String percent(Double share) {
    return share == null ? NONE : String.format(Locale.ENGLISH, "%.1f%%", share * 100);
  }

  /** A figure to three decimals, a small one to two significant digits. */
  static String figure(Double value) {
    if (value == null) {
      return NONE;
    }
    BigDecimal exact = new BigDecimal(value);
    boolean isSmall = value != 0 && Math.abs(value) < 0.0005;
    BigDecimal shown =
        isSmall ? exact.round(new MathContext(2)) : exact.setScale(3, RoundingMode.HALF_UP);
    String text = shown.abs().toPlainString();
    return shown.signum() < 0 ? "\u2212" + text : text;
  }

  /** A number that a person chose, as they wrote it: 0.05, not 0.050. */
  static String amount(double value) {
    String text = new BigDecimal(value, new MathContext(9)).stripTrailingZeros().toPlainString();
    return text.replace("-", "\u2212");
  }

  /** One run, two runs. */
  static String number(long count, String thing) {
    return count(count) + " " + thing + (count == 1 ? "" : "s");
  }

  static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** Half a second is 0.5 s, an hour and a half 1 h 30 min. */
  static String seconds(Double seconds) {
    if (seconds == null) {
      return NONE;
    }
    if (seconds < MINUTE) {
      return String.format(Locale.ENGLISH, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return seconds < HOUR
        ? "%d min %d s".formatted(whole / 60, whole % 60)
        : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
  }

  /** Length of a bar in percent of the longest. */
  static String width(double value, double longest) {
    return longest <= 0 ? "0" : String.format(Locale.ENGLISH, "%.1f", 100 * value / longest);
  }

  /** A name of the lake in words: roc_auc is ROC AUC, age_band is Age band. */
  static String name(String name) {
    if (name == null) {
      return "";
    }
    String words = name.replace('_', ' ');
    return KNOWN.getOrDefault(name, sentence(words));
  }

  /** For example: demographic parity difference by origin. */
  static String words(String name) {
    return name == null ? "" : name.replace('_', ' ');
  }

  private static String sentence(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ENGLISH) + words.substring(1);
  }

  /** The length of the longest of some times. */
  static double longest(List<RunView.StepView> steps) {
    return steps.stream().mapToDouble(RunView.StepView::seconds).max().orElse(0);
  }
}
