package dev.evenhand.attribution;

import java.util.List;

/**
 * What a lever can do for the score of a linear model from where a row stands. Gain is proportional
 * to cost, as far as the lever goes; where values have steps, only some gains can be had.
 *
 * @param lever its place among the levers
 * @param nearest the first value that may be suggested
 * @param rate gain for a unit of cost
 * @param most the largest gain
 * @param steps how many gains can be had; 0 for any up to the most
 */
record Pull(
    Lever of,
    int lever,
    double present,
    double nearest,
    double weight,
    double rate,
    double most,
    long steps,
    double[] codes) {

  /** Null if the lever can't raise the score. */
  static Pull of(Lever lever, int place, double[] row, double[] coefficients) {
    if (lever.isCategory()) {
      return category(lever, place, row, coefficients);
    }
    double present = row[lever.entries()[0]];
    double weight = coefficients[lever.entries()[0]];
    boolean isRise = weight > 0;
    if (weight == 0 || Double.isNaN(present) || !(isRise ? lever.mayRise() : lever.mayFall())) {
      return null;
    }
    double nearest = isRise ? lever.atLeast(present, true) : lever.atMost(Math.nextDown(present));
    double farthest = isRise ? lever.atMost(lever.highest()) : lever.atLeast(lever.lowest(), false);
    boolean isAway = isRise ? farthest >= nearest : farthest <= nearest; // false for NaN
    if (!isAway) {
      return null;
    }
    long steps =
        lever.step() == 0 ? 0 : Math.round(Math.abs(farthest - nearest) / lever.step()) + 1;
    double most = Math.abs(weight * (farthest - present));
    double rate = Math.abs(weight) * lever.spread();
    return new Pull(lever, place, present, nearest, weight, rate, most, steps, new double[0]);
  }

  /** The category with the highest coefficient: all cost the same. */
  private static Pull category(Lever lever, int place, double[] row, double[] coefficients) {
    double now = dot(lever, row, coefficients);
    double best = 0;
    double[] bestCodes = null;
    List<double[]> others = lever.otherCategories(row);
    for (double[] codes : others) {
      double gain = -now;
      for (int e = 0; e < codes.length; e++) {
        gain += coefficients[lever.entries()[e]] * codes[e];
      }
      if (gain > best) {
        best = gain;
        bestCodes = codes;
      }
    }
    return bestCodes == null ? null : new Pull(lever, place, 0, 0, 0, best, best, 1, bestCodes);
  }

  private static double dot(Lever lever, double[] row, double[] coefficients) {
    double sum = 0;
    for (int entry : lever.entries()) {
      sum += coefficients[entry] * row[entry];
    }
    return sum;
  }

  boolean hasSteps() {
    return steps > 0;
  }

  /** The gain of the k-th step, k from 1. */
  double gain(long k) {
    return codes.length > 0 ? most : Math.abs(weight * (value(k) - present));
  }

  private double value(long k) {
    double first = Math.rint(nearest / of.step());
    return Decimals.multiple(first + Math.signum(weight) * (k - 1), of.step());
  }

  /** The first step that gains at least so much; the last if none does. */
  long firstStep(double gain) {
    if (codes.length > 0) {
      return 1;
    }
    double more = (gain - gain(1)) / (Math.abs(weight) * of.step());
    return Math.max(1, Math.min(steps, 1 + (long) Math.ceil(more - 1e-12)));
  }

  /** What the lever's entries become for a gain. */
  double[] values(double gain) {
    if (codes.length > 0) {
      return codes;
    }
    if (hasSteps()) {
      return new double[] {value(firstStep(gain * (1 - 1e-12)))};
    }
    double farthest = weight > 0 ? of.atMost(of.highest()) : of.atLeast(of.lowest(), false);
    return new double[] {gain >= most ? farthest : present + gain / weight};
  }
}
