package dev.evenhand.balance;

import dev.evenhand.fairness.Normal;

/**
 * How far from independence a chi-squared statistic speaks of: the noncentrality lambda of its
 * distribution with so many degrees of freedom.
 *
 * <p>The interval inverts the distribution (Smithson 2003), by the cube root's normal approximation
 * (Abdel-Aty 1954).
 */
record NoncentralChiSquared(double statistic, int degrees) {
  private static final double TAIL = 0.025;
  private static final int HALVINGS = 200;

  /** The statistic less what it is on average under independence; 0 or more. */
  double estimate() {
    return Math.max(0, statistic - degrees);
  }

  /** The lower end of the 95 % interval. */
  double low() {
    return solved(1 - TAIL);
  }

  /** The upper end of the 95 % interval. */
  double high() {
    return solved(TAIL);
  }

  /** The lambda at which the statistic is at this probability; 0 if it is below it even there. */
  private double solved(double probability) {
    if (below(0) <= probability) {
      return 0;
    }
    double low = 0;
    double high = 2 * statistic + 100;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (below(middle) > probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** P(X at most the statistic). */
  private double below(double lambda) {
    double mean = degrees + lambda;
    double spread = 2 * (degrees + 2 * lambda) / (9 * mean * mean);
    double z = (Math.cbrt(statistic / mean) - (1 - spread)) / Math.sqrt(spread);
    double twoSided = Normal.chiSquared(z * z, 1);
    return z < 0 ? twoSided / 2 : 1 - twoSided / 2;
  }
}
