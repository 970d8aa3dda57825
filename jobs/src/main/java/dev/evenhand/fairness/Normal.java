package dev.evenhand.fairness;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Gamma;

/** The normal, Student's and the chi-squared distribution, precise in the tails. */
public final class Normal {
  private static final NormalDistribution STANDARD = new NormalDistribution(null, 0, 1);

  private Normal() {}

  /** The z beyond which, on both sides together, lies 1 - confidence. */
  static double critical(double confidence) {
    return quantile((1 + confidence) / 2);
  }

  /** The same of Student's t. */
  static double critical(double confidence, int degrees) {
    return new TDistribution(null, degrees).inverseCumulativeProbability((1 + confidence) / 2);
  }

  static double quantile(double probability) {
    return STANDARD.inverseCumulativeProbability(probability);
  }

  /** P(|Z| >= |z|). */
  static double twoSided(double z) {
    return chiSquared(z * z, 1);
  }

  /** P(X >= statistic) for X chi-squared. */
  public static double chiSquared(double statistic, int degrees) {
    if (!(statistic > 0)) {
      return 1;
    }
    return Double.isInfinite(statistic)
        ? 0
        : Gamma.regularizedGammaQ(degrees / 2.0, statistic / 2, 1e-15, 100_000);
  }
}
