package dev.evenhand.fairness;

import dev.evenhand.fairness.Mover.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleFunction;

/**
 * Interval of the largest gap over all pairs of groups and, for a parity of several rates, over
 * those rates too.
 *
 * <p>A plain bootstrap of a maximum is biased upwards and excludes small true gaps. Here the upper
 * end is the largest upper end of any pair, and the lower end the largest of the lower ends,
 * corrected by Bonferroni for the ways in which a pair that may well be the largest can stand out
 * by chance (as in the moment selection of Andrews, Soares 2010): one way if its sign is clear,
 * else two, since a size has no sign. Where several pairs are equally large the upper end hardly
 * ever misses, so the lower end may use the whole level and not half of it. With one clear largest
 * gap this is that pair's own interval.
 */
final class MaxGap {
  private MaxGap() {}

  /** Null if fewer than two groups have a value. */
  static Interval difference(List<? extends GroupMetric> metrics, List<Slice> slices) {
    return interval(confidence -> pairs(metrics, slices, false, confidence));
  }

  /** Of the smallest ratio, in [0, 1]. */
  static Interval ratio(List<? extends GroupMetric> metrics, List<Slice> slices) {
    return ofLog(interval(confidence -> pairs(metrics, slices, true, confidence)));
  }

  /**
   * Of the largest distance of a group's value from that of all rows, which it is part of: with the
   * group's share s of the rows, Var(x - overall) = Var(x) + Var(overall) - 2 s Var(x). Null if the
   * metric has no standard error, or is drawn anew.
   */
  static Interval toOverall(GroupMetric metric, Slice overall, List<Slice> slices) {
    return interval(confidence -> toOverall(metric, overall, slices, false, confidence));
  }

  /** The same of the smallest ratio of the two, in [0, 1]. */
  static Interval ratioToOverall(GroupMetric metric, Slice overall, List<Slice> slices) {
    return ofLog(interval(confidence -> toOverall(metric, overall, slices, true, confidence)));
  }

  private static Interval ofLog(Interval log) {
    return log == null
        ? null
        : new Interval(Math.exp(-log.high()), Math.exp(-log.low()), log.method());
  }

  /** From the bounds of all pairs at a confidence. */
  private static Interval interval(DoubleFunction<List<Bounds>> bounds) {
    double alpha = 1 - AuditOptions.CONFIDENCE;
    List<Bounds> plain = bounds.apply(AuditOptions.CONFIDENCE);
    if (plain.isEmpty()) {
      return null;
    }
    double best = plain.stream().mapToDouble(Bounds::low).max().orElse(0);
    double high = plain.stream().mapToDouble(Bounds::high).max().orElse(0);
    List<Bounds> strict = bounds.apply(1 - alpha / plain.size());
    boolean isAnyLost = strict.size() < plain.size(); // at this level a rate may well be 0
    int ways = 0;
    for (int i = 0; i < plain.size(); i++) {
      boolean isRival = plain.get(i).high() >= Math.max(best, 0);
      boolean isSure = !isAnyLost && strict.get(i).low() > 0;
      ways += isRival ? (isSure ? 1 : 2) : 0;
    }
    double low =
        ways <= 2
            ? best
            : bounds.apply(1 - 2 * alpha / ways).stream().mapToDouble(Bounds::low).max().orElse(0);
    String method = plain.get(0).method() + (plain.size() > 1 ? "-max" : "");
    return new Interval(Math.max(0, low), high, method);
  }

  /** Limits of the size of one gap. */
  private record Bounds(double low, double high, String method) {
    boolean isFinite() {
      return Double.isFinite(low) && Double.isFinite(high);
    }
  }

  private static List<Bounds> pairs(
      List<? extends GroupMetric> metrics, List<Slice> slices, boolean isLog, double confidence) {
    List<Bounds> all = new ArrayList<>();
    for (GroupMetric metric : metrics) {
      List<Estimate> found = new ArrayList<>();
      for (Slice slice : slices) {
        Estimate estimate = Estimate.of(metric, slice, confidence);
        if (estimate != null) {
          found.add(isLog ? estimate.log() : estimate);
        }
      }
      if (found.stream().allMatch(Objects::nonNull)) { // the logarithm of 0 leaves no interval
        all.addAll(pairs(found));
      }
    }
    return all;
  }

  private static List<Bounds> pairs(List<Estimate> groups) {
    List<Bounds> all = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      for (int j = 0; j < i; j++) {
        boolean isAbove = groups.get(i).value() >= groups.get(j).value();
        Interval gap =
            isAbove
                ? Mover.difference(groups.get(i), groups.get(j))
                : Mover.difference(groups.get(j), groups.get(i));
        all.add(new Bounds(gap.low(), Math.max(gap.high(), -gap.low()), gap.method()));
      }
    }
    return all;
  }

  private static List<Bounds> toOverall(
      GroupMetric metric, Slice overall, List<Slice> slices, boolean isLog, double confidence) {
    Measured whole = metric.of(overall, Undefined.NULL);
    if (metric.isDrawn(overall) || !whole.isDefined()) {
      return List.of();
    }
    double all = whole.value();
    double error = metric.standardError(overall);
    List<Bounds> bounds = new ArrayList<>();
    for (Slice slice : slices) {
      Measured own = metric.of(slice, Undefined.NULL);
      double ownError = metric.standardError(slice);
      if (!own.isDefined() || Double.isNaN(ownError + error)) {
        return List.of();
      }
      double unit = isLog ? all : 1;
      double ownUnit = isLog ? own.value() : 1;
      double variance =
          square(ownError / ownUnit)
              + square(error / unit)
              - 2 * metric.shareOf(slice, overall) * square(ownError) / (unit * ownUnit);
      double gap = Math.abs(isLog ? Math.log(own.value() / all) : own.value() - all);
      double half = overall.critical(confidence) * Math.sqrt(Math.max(0, variance));
      bounds.add(new Bounds(gap - half, gap + half, "delta"));
    }
    return bounds.stream().allMatch(Bounds::isFinite) ? bounds : List.of();
  }

  private static double square(double x) {
    return x * x;
  }
}
