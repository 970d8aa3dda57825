package dev.evenhand.config;

import java.math.BigDecimal;

/** A share from 0% to 100%, written with its sign: {@code 12%}, {@code 33.3%}. */
public record Percent(BigDecimal percent) {
  static final String PATTERN = "[0-9]{1,3}(\\.[0-9]+)?%";

  public Percent {
    if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw new IllegalArgumentException("a percentage from 0% to 100%, such as 12%");
    }
    percent = percent.stripTrailingZeros();
  }

  public static Percent of(String text) {
    if (!text.matches(PATTERN)) {
      throw new IllegalArgumentException("a percentage from 0% to 100% with its sign, such as 12%");
    }
    return new Percent(new BigDecimal(text.substring(0, text.length() - 1)));
  }

  /** The share in [0, 1]. */
  public double fraction() {
    return percent.movePointLeft(2).doubleValue();
  }

  @Override
  public String toString() {
    return percent.toPlainString() + "%";
  }
}
