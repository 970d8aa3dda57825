package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bootstrap intervals of the figures that have none in closed form.
 *
 * <p>Of a gap with its sign, the percentiles of the replicates (Efron 1979). The size of a gap is
 * biased upwards, and more so in replicates: its interval spans the percentile and the basic
 * interval, 2 x - percentile (Davison, Hinkley 1997, ch. 5), so that a true gap near 0 is covered.
 */
final class Bootstrap {
  // With more undefined replicates than this there is no interval to speak of.
  private static final double MOST_UNDEFINED = 0.05;

  private Bootstrap() {}

  /** Gives the pending figures of a view their intervals, all from the same replicates. */
  static List<Figure> resolve(View view, List<Pending> pending, AuditOptions options) {
    double[][] values = new double[pending.size()][];
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (pending.get(i).needsInterval() && options.replicates() > 0) {
        values[i] = new double[options.replicates()];
        open.add(i);
      }
    }
    if (!open.isEmpty()) {
      replicate(view, pending, options, values, open);
    }
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Figure figure = pending.get(i).figure();
      figures.add(
          values[i] == null
              ? figure
              : figure.with(
                  interval(
                      figure.value(),
                      values[i],
                      pending.get(i).isSize(),
                      Resampling.method(view))));
    }
    return figures;
  }

  private static void replicate(
      View view,
      List<Pending> pending,
      AuditOptions options,
      double[][] values,
      List<Integer> open) {
    Resampling resampling = new Resampling(view, options.seed());
    for (int replicate = 0; replicate < options.replicates(); replicate++) {
      View drawn = resampling.next();
      for (int i : open) {
        Measured measured = pending.get(i).recompute().apply(drawn);
        values[i][replicate] = measured.isDefined() ? measured.value() : Double.NaN;
      }
    }
  }

  /** Null if too many replicates are undefined. */
  static Interval interval(double value, double[] replicates, boolean isSize, String method) {
    double[] sorted = Arrays.stream(replicates).filter(x -> !Double.isNaN(x)).sorted().toArray();
    if (sorted.length < (1 - MOST_UNDEFINED) * replicates.length) {
      return null;
    }
    double tail = (1 - AuditOptions.CONFIDENCE) / 2;
    double low = sorted[(int) Math.floor(tail * (sorted.length - 1))];
    double high = sorted[(int) Math.ceil((1 - tail) * (sorted.length - 1))];
    if (!isSize) {
      return new Interval(low, high, method);
    }
    return new Interval(
        Math.max(0, Math.min(low, 2 * value - high)), Math.max(high, 2 * value - low), method);
  }
}
