package dev.evenhand.govern;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What a figure must keep to.
 *
 * @param why where the limit comes from; empty if a person chose it
 */
record Bound(Side side, double limit, String why) {
  private static final MathContext DIGITS = new MathContext(4);

  /** On which side of the limit a figure passes. */
  enum Side {
    AT_MOST("at most"),
    AT_LEAST("at least"),
    MORE_THAN("more than");

    private final String words;

    Side(String words) {
      this.words = words;
    }
  }

  boolean holds(double value) {
    return switch (side) {
      case AT_MOST -> value <= limit;
      case AT_LEAST -> value >= limit;
      case MORE_THAN -> value > limit;
    };
  }

  /** How far the value is on the wrong side; negative if it is on the right one. */
  double excess(double value) {
    return side == Side.AT_MOST ? value - limit : limit - value;
  }

  /** For example {@code at most 0.1}, or {@code at least 0.0601 (half the base rate)}. */
  String text() {
    return side.words + " " + number(limit) + (why.isEmpty() ? "" : " (" + why + ")");
  }

  static String number(double value) {
    return new BigDecimal(value, DIGITS).stripTrailingZeros().toPlainString();
  }
}
