package dev.evenhand.base;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Figures rounded to 12 significant digits, so that sums of doubles, whose last digits depend on
 * their order, are equal on any cluster.
 */
public final class Digits {
  private static final MathContext KEPT = new MathContext(12);

  private Digits() {}

  /** A finite figure, rounded. */
  public static double rounded(double value) {
    return new BigDecimal(value).round(KEPT).doubleValue();
  }
}
