package dev.evenhand.learn;

import java.io.Serializable;

/**
 * Doubles as whole multiples of a small power of two, whose sums as longs don't depend on the order
 * of the terms.
 *
 * @param factor a power of two
 */
record FixedScale(double factor) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The finest one whose sums can't overflow.
   *
   * @param largest a bound on the absolute value of every term
   * @param terms a bound on their number
   */
  static FixedScale of(double largest, long terms) {
    double bound = Math.max(largest, 0x1p-300) * Math.max(1, terms);
    return new FixedScale(0x1p61 / ExactSums.powerAbove(bound));
  }

  long of(double value) {
    return (long) (value * factor);
  }

  double value(long sum) {
    return sum / factor;
  }
}
