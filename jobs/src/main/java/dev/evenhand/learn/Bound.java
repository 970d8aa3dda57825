package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;

/**
 * How far the rates of groups may lie apart: highest ≤ factor · lowest + margin.
 *
 * <p>A difference of at most d has factor 1 and margin d; a ratio lowest / highest of at least r
 * has factor 1/r and margin 0.
 */
record Bound(double factor, double margin) {
  static Bound difference(double most) {
    return new Bound(1, most);
  }

  static Bound ratio(double least) {
    return new Bound(1 / least, 0);
  }

  /** The bound on a "difference" or a "ratio". */
  static Bound of(String on, double number) {
    return switch (on) {
      case "difference" -> difference(number);
      case "ratio" -> {
        if (number == 0) {
          throw new DataProblem("A ratio of at least 0 bounds nothing; give one above 0.");
        }
        yield ratio(number);
      }
      default -> throw new DataProblem("boundOn must be difference or ratio, was '" + on + "'.");
    };
  }

  boolean isDifference() {
    return factor == 1;
  }

  /** How much the highest rate is above what the lowest allows; negative when there is room. */
  double excess(double lowest, double highest) {
    return highest - factor * lowest - margin;
  }

  /** The largest excess of all events. */
  double excess(double[][] ranges) {
    double worst = -1;
    for (double[] range : ranges) {
      worst = Math.max(worst, excess(range[0], range[1]));
    }
    return worst;
  }

  /** The same bound, tighter by an amount of rate, but by nine tenths at most. */
  Bound tightened(double amount) {
    if (isDifference()) {
      return difference(Math.max(0.1 * margin, margin - amount));
    }
    return new Bound(1 + (factor - 1) / (1 + 10 * amount), 0);
  }

  /** The same bound, wider by an amount of rate, but never wider than another. */
  Bound relaxed(double amount, Bound most) {
    if (isDifference()) {
      return difference(Math.min(most.margin, margin + amount));
    }
    return new Bound(Math.min(most.factor, 1 + (factor - 1) * (1 + 10 * amount)), 0);
  }

  /** The middle of what {@link #isNearlyUsed} takes. */
  Bound inside() {
    return tightened(slack() / 2);
  }

  private double slack() {
    return Math.max(0.02 * margin, isDifference() ? 1e-4 : 2e-3);
  }

  /** True when a rate so far below what the bound allows leaves nothing worth seeking. */
  boolean isNearlyUsed(double excess) {
    return -excess <= slack();
  }

  /** The violation as people read it: the largest difference, or the smallest ratio. */
  double reading(double[][] ranges) {
    double reading = isDifference() ? 0 : 1;
    for (double[] range : ranges) {
      double ratio = range[1] > 0 ? range[0] / range[1] : 1;
      reading = isDifference() ? Math.max(reading, range[1] - range[0]) : Math.min(reading, ratio);
    }
    return reading;
  }
}
