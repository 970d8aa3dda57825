package dev.evenhand.learn;

import java.io.Serializable;

/**
 * A sum of weights in 2⁻⁶² steps, so that it doesn't depend on the order of its terms: whole
 * numbers of 2⁻¹⁰, and the rest in 52 further bits.
 */
final class FixedPoint implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double UPPER = 0x1p10;
  private static final double LOWER = 0x1p52;
  private static final long MASK = (1L << 52) - 1;

  /** Weights above this might overflow the sum of many rows. */
  static final double LARGEST = 0x1p30;

  /** Weights below this count as 0. */
  static final double SMALLEST = 0x1p-62;

  private long upper;
  private long lower;

  /** Adds a weight between 0 and {@link #LARGEST}. */
  void add(double weight) {
    double scaled = weight * UPPER;
    double whole = Math.floor(scaled);
    plus((long) whole, (long) ((scaled - whole) * LOWER));
  }

  void add(FixedPoint other) {
    plus(other.upper, other.lower);
  }

  private void plus(long addedUpper, long addedLower) {
    lower += addedLower;
    upper = Math.addExact(upper, addedUpper + (lower >>> 52));
    lower &= MASK;
  }

  double value() {
    return upper / UPPER + lower / (UPPER * LOWER);
  }
}
