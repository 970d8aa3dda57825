package dev.evenhand.card;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Numbers and moments as people read them: three significant digits, thousands apart. */
final class Text {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  static final String NONE = "\u2013";
  private static final String MINUS = "\u2212";

  private Text() {}

  /** A share in [0, 1]: 0.2413 is 24.1%. */
  static String percent(double share) {
    double percent = share * 100;
    if (percent == 0) {
      return "0%";
    }
    return decimals(percent, Math.abs(percent) >= 99.95 ? 0 : Math.abs(percent) >= 9.995 ? 1 : 2)
        + "%";
  }

  /** A share, or a dash where there is none. */
  static String share(Double share) {
    return share == null ? NONE : percent(share);
  }

  /** A plain figure: 0.781, 12.3, 4,930. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (size < 0.0005) {
      return plain(new BigDecimal(value).round(new MathContext(2)));
    }
    return decimals(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3);
  }

  /** A number that a person chose, as they wrote it: 0.05, not 0.050. */
  static String chosen(double value) {
    return new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  static String count(Long n) {
    return n == null ? NONE : decimals(n, 0);
  }

  /** An amount with its currency's code; the currency may be unknown. */
  static String money(double amount, String currency) {
    boolean isWhole = Math.abs(amount) >= 99.995 || amount == Math.rint(amount);
    String size = decimals(Math.abs(amount), isWhole ? 0 : 2);
    String sign = amount < 0 ? MINUS : "";
    return sign + (currency == null || currency.isEmpty() ? size : currency + "\u00a0" + size);
  }

  /** A small amount with its currency's code, to three significant digits. */
  static String price(double amount, String currency) {
    return currency + "\u00a0" + number(amount);
  }

  /** A difference of shares, with its sign. */
  static String points(double change) {
    String size = decimals(Math.abs(change) * 100, 1);
    return (size.equals("0.0") ? "" : change < 0 ? MINUS : "+") + size + " points";
  }

  /** A figure, or a dash where nobody wrote one. */
  static String figure(Figure figure) {
    return figure == null ? NONE : figure.text();
  }

  static String version(Long version) {
    return version == null ? NONE : Long.toString(version);
  }

  /** For example: age band, origin and income. */
  static String list(List<String> names) {
    List<String> readable = names.stream().map(Text::name).toList();
    int last = readable.size() - 1;
    return last < 1
        ? String.join("", readable)
        : String.join(", ", readable.subList(0, last)) + " and " + readable.get(last);
  }

  static String day(Instant moment) {
    return DAY.format(moment);
  }

  static String moment(Instant moment) {
    return MOMENT.format(moment);
  }

  /** A name of the lake for a reader: {@code ["age_band","origin"]} is age band × origin. */
  static String name(String name) {
    if (name == null) {
      return "";
    }
    return String.join(" \u00d7 ", JsonNames.parts(name)).replace('_', ' ');
  }

  /** A value of an attribute, as it stands in the data. */
  static String group(String value) {
    return value == null ? "all" : String.join(" \u00d7 ", JsonNames.parts(value));
  }

  private static String decimals(double value, int places) {
    return plain(new BigDecimal(value).setScale(places, RoundingMode.HALF_UP));
  }

  private static String plain(BigDecimal value) {
    String text =
        String.format(Locale.ENGLISH, "%,." + Math.max(0, value.scale()) + "f", value.abs());
    return value.signum() < 0 ? MINUS + text : text;
  }
}
