package dev.evenhand.fairness;

/**
 * The smallest difference of two rates that a two-sided test at 5 % finds 4 times in 5: (z(0.975) +
 * z(0.8)) sqrt(p (1 - p) (1/n1 + 1/n2)), p pooled. Cohen (1988), ch. 6.
 */
final class Power {
  static final String TO_PRIVILEGED = "smallest_detectable_difference_to_privileged";
  static final String TO_REST = "smallest_detectable_difference_to_rest";
  private static final double POWER = 0.8;

  private Power() {}

  static double detectable(Trials a, Trials b) {
    double pooled = (a.successes() + b.successes()) / (a.n() + b.n());
    double error = Math.sqrt(pooled * (1 - pooled) * (1 / a.n() + 1 / b.n()));
    return (Normal.critical(AuditOptions.CONFIDENCE) + Normal.quantile(POWER)) * error;
  }
}
