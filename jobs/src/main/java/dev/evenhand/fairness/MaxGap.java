package dev.evenhand.fairness;

import dev.evenhand.fairness.Mover.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
  private final List<List<Estimate>> estimates;

  private MaxGap(List<List<Estimate>> estimates) {
    this.estimates = estimates;
  }

  /** Null if fewer than two groups have a value. */
  static Interval difference(List<? extends GroupMetric> metrics, List<Slice> slices) {
    return interval(metrics, slices, false);
  }

  /** Of the smallest ratio, in [0, 1]. */
  static Interval ratio(List<? extends GroupMetric> metrics, List<Slice> slices) {
    Interval log = interval(metrics, slices, true);
    return log == null
        ? null
        : new Interval(Math.exp(-log.high()), Math.exp(-log.low()), log.method());
  }

  private static Interval interval(
      List<? extends GroupMetric> metrics, List<Slice> slices, boolean isLog) {
    double alpha = 1 - AuditOptions.CONFIDENCE;
    List<Bounds> plain = at(metrics, slices, isLog, AuditOptions.CONFIDENCE).bounds();
    if (plain.isEmpty()) {
      return null;
    }
    double best = plain.stream().mapToDouble(Bounds::low).max().orElse(0);
    double high = plain.stream().mapToDouble(Bounds::high).max().orElse(0);
    List<Bounds> strict = at(metrics, slices, isLog, 1 - alpha / plain.size()).bounds();
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
            : at(metrics, slices, isLog, 1 - 2 * alpha / ways).bounds().stream()
                .mapToDouble(Bounds::low)
                .max()
                .orElse(0);
    String method = plain.get(0).method() + (plain.size() > 1 ? "-max" : "");
    return new Interval(Math.max(0, low), high, method);
  }

  private static MaxGap at(
      List<? extends GroupMetric> metrics, List<Slice> slices, boolean isLog, double confidence) {
    List<List<Estimate>> estimates = new ArrayList<>();
    for (GroupMetric metric : metrics) {
      List<Estimate> found = new ArrayList<>();
      for (Slice slice : slices) {
        Estimate estimate = Estimate.of(metric, slice, confidence);
        if (estimate != null) {
          found.add(isLog ? estimate.log() : estimate);
        }
      }
      boolean isAnyZero = found.stream().anyMatch(Objects::isNull);
      estimates.add(isAnyZero ? List.of() : found); // the logarithm of 0 leaves no interval
    }
    return new MaxGap(estimates);
  }

  /** Limits of the size of one pair's gap. */
  private record Bounds(double low, double high, String method) {}

  private List<Bounds> bounds() {
    List<Bounds> all = new ArrayList<>();
    for (List<Estimate> groups : estimates) {
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
    }
    return all;
  }
}
