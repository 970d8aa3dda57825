package dev.evenhand.fairness;

import java.util.List;
import org.apache.commons.math3.special.Gamma;

/** p-values of the hypothesis that a metric is the same in two or more groups. */
final class GapTest {
  /** Below this expected count, in any cell, the score test gives way to the exact one. */
  private static final double FEW = 5;

  private GapTest() {}

  /** Two-sided; NaN if the metric has no test here. */
  static double between(GroupMetric metric, Slice a, Slice b) {
    if (metric instanceof Rate rate) {
      return between(rate.trials(a), rate.trials(b));
    }
    Measured left = metric.of(a, Undefined.NULL);
    Measured right = metric.of(b, Undefined.NULL);
    double error = Math.hypot(metric.standardError(a), metric.standardError(b));
    return left.isDefined() && right.isDefined() && error > 0
        ? Normal.twoSided((left.value() - right.value()) / error)
        : Double.NaN;
  }

  /** Score test, or Fisher's exact test where an expected count is small. */
  static double between(Trials a, Trials b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Double.NaN;
    }
    double z = score(a, b);
    return hasFew(List.of(a, b)) ? fisher(a, b) : Double.isNaN(z) ? 1 : Normal.twoSided(z);
  }

  /** z = (p1 - p2) / sqrt(p (1 - p) (1/n1 + 1/n2)), p pooled; NaN if nothing varies. */
  static double score(Trials a, Trials b) {
    double pooled = (a.successes() + b.successes()) / (a.n() + b.n());
    double error = Math.sqrt(pooled * (1 - pooled) * (1 / a.n() + 1 / b.n()));
    return error > 0 ? (a.share() - b.share()) / error : Double.NaN;
  }

  /** Pearson's chi-squared of independence, without Yates's correction; NaN if nothing varies. */
  static double chiSquared(List<Trials> groups) {
    double n = groups.stream().mapToDouble(Trials::n).sum();
    double pooled = groups.stream().mapToDouble(Trials::successes).sum() / n;
    double variance = pooled * (1 - pooled);
    return variance > 0
        ? groups.stream()
            .mapToDouble(group -> group.n() * square(group.share() - pooled) / variance)
            .sum()
        : Double.NaN;
  }

  /**
   * All groups alike: chi-squared for rates; for the rest Cochran's Q, sum of (x - mean)^2 / se^2
   * with the mean weighted by 1 / se^2. With few expected, the least exact p of a group against the
   * others times the number of groups.
   */
  static double amongAll(GroupMetric metric, List<Slice> slices) {
    if (metric instanceof Rate rate) {
      List<Trials> groups =
          slices.stream().map(rate::trials).filter(trials -> !trials.isEmpty()).toList();
      return amongAll(groups);
    }
    List<Slice> tested = slices.stream().filter(slice -> metric.standardError(slice) > 0).toList();
    double[] errors = tested.stream().mapToDouble(metric::standardError).toArray();
    double[] values =
        tested.stream().mapToDouble(slice -> metric.of(slice, Undefined.NULL).value()).toArray();
    return values.length < 2 ? Double.NaN : cochran(values, errors);
  }

  private static double amongAll(List<Trials> groups) {
    if (groups.size() < 2) {
      return Double.NaN;
    }
    if (groups.size() == 2) {
      return between(groups.get(0), groups.get(1));
    }
    if (!hasFew(groups)) {
      double statistic = chiSquared(groups);
      return Double.isNaN(statistic) ? 1 : Normal.chiSquared(statistic, groups.size() - 1);
    }
    double successes = groups.stream().mapToDouble(Trials::successes).sum();
    double n = groups.stream().mapToDouble(Trials::n).sum();
    double least =
        groups.stream()
            .mapToDouble(
                group -> between(group, new Trials(successes - group.successes(), n - group.n())))
            .min()
            .orElse(1);
    return Math.min(1, groups.size() * least);
  }

  private static double cochran(double[] values, double[] errors) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] / square(errors[i]);
      weights += 1 / square(errors[i]);
    }
    double statistic = 0;
    for (int i = 0; i < values.length; i++) {
      statistic += square((values[i] - sum / weights) / errors[i]);
    }
    return Normal.chiSquared(statistic, values.length - 1);
  }

  private static boolean hasFew(List<Trials> groups) {
    double n = groups.stream().mapToDouble(Trials::n).sum();
    double successes = groups.stream().mapToDouble(Trials::successes).sum();
    double rarer = Math.min(successes, n - successes) / n;
    return groups.stream().anyMatch(group -> group.n() * rarer < FEW);
  }

  /** Sum of the hypergeometric probabilities that are no larger than that of what was seen. */
  static double fisher(Trials a, Trials b) {
    long seen = Math.round(a.successes());
    long draws = Math.round(a.n());
    long good = seen + Math.round(b.successes());
    long all = draws + Math.round(b.n());
    double limit = logProbability(seen, draws, good, all) + 1e-7;
    double p = 0;
    for (long k = Math.max(0, draws + good - all); k <= Math.min(draws, good); k++) {
      double log = logProbability(k, draws, good, all);
      p += log <= limit ? Math.exp(log) : 0;
    }
    return Math.min(1, p);
  }

  private static double logProbability(long k, long draws, long good, long all) {
    return logChoose(good, k) + logChoose(all - good, draws - k) - logChoose(all, draws);
  }

  private static double logChoose(long n, long k) {
    return Gamma.logGamma(n + 1.0) - Gamma.logGamma(k + 1.0) - Gamma.logGamma(n - k + 1.0);
  }

  private static double square(double x) {
    return x * x;
  }
}
