package dev.evenhand.anonymity;

import java.util.Map;
import java.util.SortedMap;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Gamma;

/**
 * Pitman's sampling formula, fitted to the sizes of a sample's classes. Hoshino (2001), "Applying
 * Pitman's Sampling Formula to Microdata Disclosure Risk Assessment".
 *
 * <p>ln L = Σ_{i=1}^{u-1} ln(θ + iα) − Σ_{i=1}^{n-1} ln(θ + i) + Σ_classes Σ_{j=1}^{s-1} ln(j − α),
 * in closed form by ln Γ, is maximized over θ for each α and over α: both are unimodal.
 */
record PitmanModel(double theta, double alpha) {
  private static final double LEAST_ALPHA = 1e-6;
  private static final double MOST_LOG_THETA = 35;
  private static final int STEPS = 100;

  static PitmanModel fit(SortedMap<Long, Long> sizes) {
    Likelihood likelihood = new Likelihood(sizes);
    double alpha =
        largest(a -> likelihood.at(likelihood.bestTheta(a), a), LEAST_ALPHA, 1 - LEAST_ALPHA);
    return new PitmanModel(likelihood.bestTheta(alpha), alpha);
  }

  /**
   * The mean number of uniques of so many rows, N Γ(θ + α + N − 1) Γ(θ + 1) / (Γ(θ + α) Γ(θ + N));
   * null if the formula has no number.
   */
  Double uniques(double population) {
    double log =
        Math.log(population)
            + Gamma.logGamma(theta + alpha + population - 1)
            + Gamma.logGamma(theta + 1)
            - Gamma.logGamma(theta + alpha)
            - Gamma.logGamma(theta + population);
    double uniques = Math.exp(log);
    return Double.isFinite(uniques) ? uniques : null;
  }

  /** Where a unimodal function is largest: golden section. */
  private static double largest(DoubleUnaryOperator function, double from, double to) {
    double golden = (Math.sqrt(5) - 1) / 2;
    double low = from;
    double high = to;
    double left = high - golden * (high - low);
    double right = low + golden * (high - low);
    double atLeft = function.applyAsDouble(left);
    double atRight = function.applyAsDouble(right);
    for (int step = 0; step < STEPS; step++) {
      if (atLeft < atRight) {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + golden * (high - low);
        atRight = function.applyAsDouble(right);
      } else {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - golden * (high - low);
        atLeft = function.applyAsDouble(left);
      }
    }
    return (low + high) / 2;
  }

  private record Likelihood(SortedMap<Long, Long> sizes, double rows, double classes) {
    Likelihood(SortedMap<Long, Long> sizes) {
      this(
          sizes,
          sizes.entrySet().stream().mapToDouble(e -> (double) e.getKey() * e.getValue()).sum(),
          sizes.values().stream().mapToDouble(Long::doubleValue).sum());
    }

    double bestTheta(double alpha) {
      return Math.exp(largest(log -> at(Math.exp(log), alpha), -MOST_LOG_THETA, MOST_LOG_THETA));
    }

    double at(double theta, double alpha) {
      double sum = (classes - 1) * Math.log(alpha);
      sum += Gamma.logGamma(theta / alpha + classes) - Gamma.logGamma(theta / alpha + 1);
      sum -= Gamma.logGamma(theta + rows) - Gamma.logGamma(theta + 1);
      double one = Gamma.logGamma(1 - alpha);
      for (Map.Entry<Long, Long> size : sizes.entrySet()) {
        sum += size.getValue() * (Gamma.logGamma(size.getKey() - alpha) - one);
      }
      return sum;
    }
  }
}
