package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The one threshold of each group whose gains add up highest while the rates of all groups lie in
 * one band, without chance. For one rate every band is tried. For two, every band of the second
 * rate is tried with every band of the first, where the curves have at most {@link #MOST_POINTS}
 * points and {@link #MOST_BANDS} rates; above, an even selection of them, and all bands next to the
 * best.
 */
final class FixedSearch {
  static final int MOST_POINTS = 20_000;
  static final int MOST_BANDS = 2048;
  private static final int HALVINGS = 50;
  private static final double SLACK = 1e-12;

  private final List<RocCurve> curves;
  private final List<Moment> moments;
  private final Bound bound;
  private final Gain gain;

  private record Bands(double[] lows, double gain, int[] points) {
    Bands or(Bands other) {
      return other.gain > gain ? other : this;
    }
  }

  FixedSearch(List<RocCurve> curves, Constraint constraint, Bound bound, Gain gain) {
    this.moments = constraint.moments();
    this.bound = bound;
    this.gain = gain;
    int points = curves.stream().mapToInt(RocCurve::size).sum();
    int most = Math.max(20, MOST_POINTS / Math.max(1, curves.size()));
    boolean isThinned = moments.size() > 1 && points > MOST_POINTS;
    this.curves = isThinned ? curves.stream().map(curve -> curve.thinned(most)).toList() : curves;
  }

  /** The best policy of each group, and at last that of all other rows. */
  List<GroupPolicy> policies(RocCurve pooled) {
    Bands best = moments.size() == 1 ? single() : nested();
    List<GroupPolicy> policies = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      RocCurve curve = curves.get(i);
      policies.add(GroupPolicy.at(curve.group(), curve.thresholds()[best.points[i]]));
    }
    policies.add(GroupPolicy.at(List.of(), pooled.thresholds()[nearest(pooled, best.lows)]));
    return policies;
  }

  private double high(double low) {
    return bound.factor() * low + bound.margin() + SLACK;
  }

  private double gain(RocCurve curve, int point) {
    return gain.at(curve.falsePositives()[point], curve.truePositives()[point]);
  }

  /** The point that misses the bands by least, of those the one with the highest gain. */
  private int nearest(RocCurve curve, double[] lows) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < curve.size(); i++) {
      double miss = 0;
      for (int m = 0; m < lows.length; m++) {
        double rate = curve.rate(moments.get(m), i);
        miss = Math.max(miss, Math.max(lows[m] - rate, rate - high(lows[m])));
      }
      miss = Math.max(0, miss);
      if (miss < least || miss == least && gain(curve, i) > gain(curve, best)) {
        least = miss;
        best = i;
      }
    }
    return best;
  }

  private List<Integer> compared(Moment moment) {
    List<Integer> compared = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      if (curves.get(i).denominator(moment) > 0) {
        compared.add(i);
      }
    }
    return compared;
  }

  /** The best for one rate; where no band holds all groups, for the narrowest that does. */
  private Bands single() {
    List<Integer> compared = compared(moments.get(0));
    BandSweep sweep = sweep(compared);
    Bands best = swept(sweep, compared, bound, (group, point) -> true);
    double below = 0;
    double above = 1;
    for (int i = 0; i < HALVINGS && (best.gain == Double.NEGATIVE_INFINITY || i > 0); i++) {
      double middle = (below + above) / 2;
      Bound wider = new Bound(bound.factor(), bound.margin() + middle);
      Bands found = swept(sweep, compared, wider, (group, point) -> true);
      boolean isFound = found.gain > Double.NEGATIVE_INFINITY;
      best = isFound ? found : best;
      below = isFound ? below : middle;
      above = isFound ? middle : above;
    }
    return best;
  }

  private BandSweep sweep(List<Integer> compared) {
    return new BandSweep(compared.stream().map(curves::get).toList(), moments.get(0), gain);
  }

  /** A sweep over the groups with that rate; the others take their best allowed point. */
  private Bands swept(
      BandSweep sweep, List<Integer> compared, Bound wanted, BandSweep.Allowed allowed) {
    BandSweep.Best best =
        sweep.best(wanted, (group, point) -> allowed.at(compared.get(group), point));
    int[] points = new int[curves.size()];
    Arrays.fill(points, -1);
    for (int i = 0; i < compared.size(); i++) {
      points[compared.get(i)] = best.points()[i];
    }
    double sum = compared.isEmpty() ? 0 : best.gain();
    for (int i = 0; i < points.length; i++) {
      if (points[i] < 0) {
        points[i] = highest(i, allowed);
        sum += points[i] < 0 ? Double.NEGATIVE_INFINITY : gain(curves.get(i), points[i]);
      }
    }
    return new Bands(new double[] {best.low()}, sum, points);
  }

  private int highest(int group, BandSweep.Allowed allowed) {
    RocCurve curve = curves.get(group);
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < curve.size(); i++) {
      if (allowed.at(group, i) && gain(curve, i) > most) {
        best = i;
        most = gain(curve, i);
      }
    }
    return best;
  }

  private Bands nested() {
    Moment moment = moments.get(1);
    List<Integer> compared = compared(moments.get(0));
    BandSweep sweep = sweep(compared);
    double[] lows =
        compared(moment).stream()
            .flatMapToDouble(i -> Arrays.stream(curves.get(i).rates(moment)))
            .sorted()
            .distinct()
            .toArray();
    if (lows.length == 0) {
      lows = new double[1];
    }
    int step = (lows.length + MOST_BANDS - 1) / MOST_BANDS;
    Bands best = null;
    int at = 0;
    for (int i = 0; i < lows.length; i += step) {
      Bands found = from(lows[i], sweep, compared);
      if (best == null || found.gain > best.gain) {
        best = found;
        at = i;
      }
    }
    for (int i = Math.max(0, at - step + 1); i < Math.min(lows.length, at + step); i++) {
      best = best.or(from(lows[i], sweep, compared));
    }
    return best;
  }

  /** The best when the band of the second moment has this low end. */
  private Bands from(double low, BandSweep sweep, List<Integer> compared) {
    Moment moment = moments.get(1);
    double high = high(low);
    BandSweep.Allowed allowed =
        (group, point) -> {
          RocCurve curve = curves.get(group);
          if (curve.denominator(moment) == 0) {
            return true;
          }
          double rate = curve.rate(moment, point);
          return rate >= low && rate <= high;
        };
    Bands found = swept(sweep, compared, bound, allowed);
    return new Bands(new double[] {found.lows[0], low}, found.gain, found.points);
  }
}
