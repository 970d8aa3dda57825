package dev.evenhand.learn;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Sums of doubles that don't depend on the order of the terms, bit for bit.
 *
 * <p>Each term is cut into a high part, a multiple of a fixed power of two, and a low part, a
 * multiple of a smaller one; the sums of each are then free of rounding, so that rows may be
 * permuted and partitions changed without changing a result. Demmel and Nguyen (2015), "Parallel
 * Reproducible Summation", with two bins whose place follows from the largest possible term.
 */
final class ExactSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] high;
  private final double[] low;
  private final double roundHigh;
  private final double roundLow;

  /**
   * @param largest a bound on the absolute value of every term
   * @param terms a bound on their number
   */
  ExactSums(int size, double largest, long terms) {
    this.high = new double[size];
    this.low = new double[size];
    double growth = 4.0 * Math.max(1, terms);
    double binHigh = powerAbove(growth * Math.max(largest, 0x1p-400));
    double binLow = powerAbove(growth * Math.max(binHigh * 0x1p-52, 0x1p-900));
    this.roundHigh = 1.5 * binHigh;
    this.roundLow = 1.5 * binLow;
  }

  /** The power of two at or above a positive number. */
  static double powerAbove(double value) {
    double power = Math.scalb(1.0, Math.getExponent(value));
    return power < value ? 2 * power : power;
  }

  void add(int index, double term) {
    double upper = (term + roundHigh) - roundHigh;
    high[index] += upper;
    low[index] += ((term - upper) + roundLow) - roundLow;
  }

  /** Adds {@code factor * values[from + i]} at {@code at + i} for each i below {@code length}. */
  void addScaled(double factor, double[] values, int from, int length, int at) {
    for (int i = 0; i < length; i++) {
      add(at + i, factor * values[from + i]);
    }
  }

  /** Two sums in the making, each spread over lanes that the JVM adds up side by side. */
  static final class Lanes {
    private final double[] high = new double[Tile.LANES];
    private final double[] low = new double[Tile.LANES];

    void clear() {
      Arrays.fill(high, 0);
      Arrays.fill(low, 0);
    }
  }

  /** Adds {@code factors[i] * values[i]} to each lane i. */
  void accumulate(Lanes lanes, double[] factors, double[] values) {
    accumulate(lanes.high, lanes.low, factors, values, new double[] {roundHigh, roundLow});
  }

  // The same index everywhere and arrays as arguments: only such a loop becomes vector
  // instructions.
  private static void accumulate(
      double[] high, double[] low, double[] factors, double[] values, double[] round) {
    double roundHigh = round[0];
    double roundLow = round[1];
    for (int i = 0; i < high.length; i++) {
      double term = factors[i] * values[i];
      double upper = (term + roundHigh) - roundHigh;
      high[i] += upper;
      low[i] += ((term - upper) + roundLow) - roundLow;
    }
  }

  /** Adds all lanes at an index; their order doesn't matter. */
  void add(int index, Lanes lanes) {
    high[index] += Tile.sum(lanes.high);
    low[index] += Tile.sum(lanes.low);
  }

  void merge(ExactSums other) {
    for (int i = 0; i < high.length; i++) {
      high[i] += other.high[i];
      low[i] += other.low[i];
    }
  }

  double value(int index) {
    return high[index] + low[index];
  }

  /** The sum of some of the sums, as if their terms had been added to one. */
  double total(int[] indices) {
    double upper = 0;
    double lower = 0;
    for (int index : indices) {
      upper += high[index];
      lower += low[index];
    }
    return upper + lower;
  }

  double[] values() {
    double[] values = new double[high.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(i);
    }
    return values;
  }
}
