package dev.evenhand.fairness;

/**
 * Wilson's score interval of a share: (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n).
 *
 * <p>Wilson (1927); recommended by Brown, Cai, DasGupta (2001) for small groups.
 */
public final class Wilson {
  static final String METHOD = "wilson";

  private Wilson() {}

  public static Interval interval(Trials trials, double confidence) {
    double z = Normal.critical(confidence);
    double n = trials.n();
    double p = trials.share();
    double scale = 1 + z * z / n;
    double centre = (p + z * z / (2 * n)) / scale;
    double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
    // At the ends the formula gives 0 and 1 but for rounding.
    double low = trials.successes() == 0 ? 0 : centre - half;
    double high = trials.failures() <= 0 ? 1 : centre + half;
    return new Interval(low, high, METHOD).within(0, 1);
  }
}
