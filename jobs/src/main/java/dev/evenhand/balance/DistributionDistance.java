package dev.evenhand.balance;

import dev.evenhand.fairness.Normal;
import java.util.Locale;

/**
 * How far the shares p of an attribute's values are from reference shares q: SynapseML's
 * DistributionBalanceMeasure. Natural logarithms unless said. Infinite where a value is seen that
 * the reference excludes.
 */
public enum DistributionDistance {
  /** Sum of p ln(p / q). Kullback, Leibler (1951). Unit: nats. */
  KL_DIVERGENCE {
    @Override
    public double of(double[] p, double[] q, double n) {
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        sum += p[i] == 0 ? 0 : p[i] * Math.log(p[i] / q[i]);
      }
      return sum;
    }
  },
  /** Square root of the Jensen-Shannon divergence in bits; in [0, 1]. SynapseML since Aug 2026. */
  JS_DISTANCE {
    @Override
    public double of(double[] p, double[] q, double n) {
      return Math.sqrt(jensenShannon(p, q) / Math.log(2));
    }
  },
  /** The same in nats, at most sqrt(ln 2): SynapseML's releases up to 1.1.3. */
  JS_DISTANCE_NATS {
    @Override
    public double of(double[] p, double[] q, double n) {
      return Math.sqrt(jensenShannon(p, q));
    }
  },
  /** max |p - q|; in [0, 1]. */
  INFINITY_NORM_DISTANCE {
    @Override
    public double of(double[] p, double[] q, double n) {
      double most = 0;
      for (int i = 0; i < p.length; i++) {
        most = Math.max(most, Math.abs(p[i] - q[i]));
      }
      return most;
    }
  },
  /** Half the sum of |p - q|; in [0, 1]. */
  TOTAL_VARIATION_DISTANCE {
    @Override
    public double of(double[] p, double[] q, double n) {
      return absolute(p, q) / 2;
    }
  },
  /** Mean of |p - q| over the values, SynapseML's reading of Wasserstein's distance. */
  WASSERSTEIN_DISTANCE {
    @Override
    public double of(double[] p, double[] q, double n) {
      return absolute(p, q) / p.length;
    }
  },
  /** Pearson's chi-squared against the expected counts n q. */
  CHI_SQUARED {
    @Override
    public double of(double[] p, double[] q, double n) {
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        double gap = p[i] - q[i];
        sum += gap == 0 ? 0 : n * gap * gap / q[i];
      }
      return sum;
    }
  };

  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The distance.
   *
   * @param p shares seen
   * @param q reference shares, of the same values
   * @param n effective rows
   */
  public abstract double of(double[] p, double[] q, double n);

  /** P(chi-squared >= statistic) with one degree of freedom less than there are values. */
  public static double chiSquaredP(double statistic, int values) {
    return values < 2 ? Double.NaN : Normal.chiSquared(statistic, values - 1);
  }

  private static double absolute(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.abs(p[i] - q[i]);
    }
    return sum;
  }

  // With m = (p + q) / 2 and x = (p - m) / m: half the sum of m ((1 + x) ln(1 + x) + (1 - x) ln(1 -
  // x)), which stays 0 for distributions that are equal but for rounding.
  private static double jensenShannon(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      double m = (p[i] + q[i]) / 2;
      if (m > 0) {
        double x = (p[i] - q[i]) / 2 / m;
        sum += m * (entropyTerm(x) + entropyTerm(-x));
      }
    }
    return Math.max(0, sum / 2);
  }

  private static double entropyTerm(double x) {
    return x <= -1 ? 0 : (1 + x) * Math.log1p(x);
  }
}
