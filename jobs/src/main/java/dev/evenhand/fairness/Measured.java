package dev.evenhand.fairness;

import dev.evenhand.base.Digits;

/**
 * A value, or the reason why there is none.
 *
 * @param value null if undefined
 * @param reason null if defined
 */
public record Measured(Double value, String reason) {
  public static Measured of(double value) {
    return Double.isFinite(value) ? new Measured(value, null) : undefined("the value is infinite");
  }

  /** To twelve digits: the last ones of a sum depend on the order of the rows. */
  static Measured rounded(double value) {
    return Double.isFinite(value) ? of(Digits.rounded(value)) : of(value);
  }

  public static Measured undefined(String reason) {
    return new Measured(null, reason);
  }

  public static Measured quotient(double over, double under, String reason) {
    return under == 0 ? undefined(reason) : of(over / under);
  }

  public boolean isDefined() {
    return value != null;
  }
}
