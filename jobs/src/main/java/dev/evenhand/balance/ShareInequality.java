package dev.evenhand.balance;

import java.util.Arrays;

/**
 * How unequal the shares of an attribute's values are, 0 if all are equal: SynapseML's
 * AggregateBalanceMeasure.
 */
public final class ShareInequality {
  private ShareInequality() {}

  /**
   * 1 - (mean of (p / mu)^(1 - e))^(1 / (1 - e)); for e = 1, 1 - geometric mean / mu. Atkinson
   * (1970).
   */
  public static double atkinson(double[] shares, double epsilon) {
    double mean = mean(shares);
    if (epsilon == 1) {
      double logs = Arrays.stream(shares).map(p -> Math.log(p / mean)).sum();
      return 1 - Math.exp(logs / shares.length);
    }
    double power = 1 - epsilon;
    double sum = Arrays.stream(shares).map(p -> Math.pow(p / mean, power)).sum();
    return 1 - Math.pow(sum / shares.length, 1 / power);
  }

  /** Mean of ln(mu / p). Theil (1967), generalized entropy with alpha 0. */
  public static double theilL(double[] shares) {
    double mean = mean(shares);
    return Arrays.stream(shares).map(p -> Math.log(mean / p)).sum() / shares.length;
  }

  /** Mean of (p / mu) ln(p / mu). Theil (1967), generalized entropy with alpha 1. */
  public static double theilT(double[] shares) {
    double mean = mean(shares);
    return Arrays.stream(shares).map(p -> p / mean * Math.log(p / mean)).sum() / shares.length;
  }

  private static double mean(double[] shares) {
    return Arrays.stream(shares).sum() / shares.length;
  }
}
