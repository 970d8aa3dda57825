package dev.evenhand.learn;

import java.io.Serializable;

/**
 * Sums of doubles that don't depend on the order of the terms, each term rounded to a multiple of
 * one fixed power of two: half the work of {@link ExactSums}, for sums such as a Hessian's that
 * steer a search and don't decide where it ends.
 */
final class RoundedSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] sums;
  private final double round;

  /**
   * @param largest a bound on the absolute value of every term
   * @param terms a bound on their number
   */
  RoundedSums(int size, double largest, long terms) {
    sums = new double[size];
    round = 1.5 * ExactSums.powerAbove(Math.max(2.0, terms) * Math.max(largest, 0x1p-400));
  }

  void add(int index, double term) {
    sums[index] += (term + round) - round;
  }

  /** Sets each lane i to {@code factors[i] * values[i]}, rounded. */
  void start(double[] lanes, double[] factors, double[] values) {
    start(lanes, factors, values, round);
  }

  private static void start(double[] lanes, double[] factors, double[] values, double round) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = (factors[i] * values[i] + round) - round;
    }
  }

  /** Adds {@code factors[i] * values[i]}, rounded, to each lane i. */
  void accumulate(double[] lanes, double[] factors, double[] values) {
    accumulate(lanes, factors, values, round);
  }

  private static void accumulate(double[] lanes, double[] factors, double[] values, double round) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] += (factors[i] * values[i] + round) - round;
    }
  }

  /** Adds all lanes at an index. */
  void add(int index, double[] lanes) {
    sums[index] += Tile.sum(lanes);
  }

  void merge(RoundedSums other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
  }

  int size() {
    return sums.length;
  }

  double value(int index) {
    return sums[index];
  }
}
