package dev.evenhand.dp;

/**
 * What ρ-zero-concentrated differential privacy (Bun, Steinke 2016) means in ε and δ: δ = min over
 * α &gt; 1 of exp((α - 1)(αρ - ε)) / (α - 1) · (1 - 1/α)^α. Canonne, Kamath, Steinke (2020),
 * corollary 13.
 *
 * <p>Every α gives a true bound, so a search that ends early errs on the safe side.
 */
public final class ZeroConcentrated {
  private static final int STEPS = 200;

  private ZeroConcentrated() {}

  /** The δ for which ρ-zCDP is (ε, δ)-differentially private. */
  public static double delta(double rho, double epsilon) {
    if (rho == 0) {
      return 0;
    }
    double low = 1 + 1e-9;
    double high = (epsilon + 1) / (2 * rho) + 2;
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      double slope = (2 * middle - 1) * rho - epsilon + Math.log1p(-1 / middle);
      if (slope < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double exponent = (high - 1) * (high * rho - epsilon) + high * Math.log1p(-1 / high);
    return Math.min(1, Math.exp(exponent) / (high - 1));
  }

  /** The smallest ε for which ρ-zCDP is (ε, δ)-differentially private. */
  public static double epsilon(double rho, double delta) {
    if (rho == 0) {
      return 0;
    }
    requireDelta(delta);
    double low = 0;
    double high = rho + 2 * Math.sqrt(rho * Math.log(1 / delta)); // Bun and Steinke's, a bound too
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      if (delta(rho, middle) <= delta) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** The largest ρ for which ρ-zCDP is (ε, δ)-differentially private. */
  public static double rho(double epsilon, double delta) {
    requireDelta(delta);
    double low = 0;
    double high = epsilon + 1; // ρ-zCDP needs an ε near ρ at least
    while (delta(high, epsilon) <= delta) {
      high *= 2;
    }
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      if (delta(middle, epsilon) <= delta) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static void requireDelta(double delta) {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta must be above 0 and below 1, was " + delta);
    }
  }
}
