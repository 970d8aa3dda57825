package dev.evenhand.fairness;

import java.util.SplittableRandom;

/** Bootstrap intervals of the calibration errors and their gaps, from the ten reliability bins. */
final class CalibrationInterval {
  private CalibrationInterval() {}

  /** Null without replicates, or if too many of them are undefined. */
  static Interval of(ScoreMetric metric, Subject subject, Tally tally, AuditOptions options) {
    SplittableRandom random =
        new SplittableRandom(Resampling.seed(subject + metric.metric(), options.seed()));
    double[] values = new double[options.replicates()];
    for (int i = 0; i < values.length; i++) {
      values[i] = drawn(metric, tally, random);
    }
    if (values.length == 0) {
      return null;
    }
    double value = metric.of(new Slice(tally, null), Undefined.NULL).value();
    Interval interval = Bootstrap.interval(value, values, true, Resampling.OF_CELLS);
    return interval == null ? null : interval.within(0, 1);
  }

  private static double drawn(ScoreMetric metric, Tally tally, SplittableRandom random) {
    Tally replicate = new Tally();
    Resampling.drawBins(tally, replicate, random);
    return metric.calibration(replicate);
  }

  /** A gap of a group's calibration error to the privileged group's; any other figure is done. */
  static Pending pending(View view, GroupSlice group, Figure figure) {
    for (ScoreMetric metric : ScoreMetric.values()) {
      if (metric.metric().equals(figure.metric()) && metric.isDrawn(view.overall())) {
        int at = view.groups().indexOf(group);
        boolean isRatio = figure.statistic().equals(GapFigures.RATIO_TO_PRIVILEGED);
        return Pending.signed(figure, drawn -> gap(metric, drawn, at, isRatio));
      }
    }
    return Pending.done(figure);
  }

  private static Measured gap(ScoreMetric metric, View drawn, int at, boolean isRatio) {
    Measured own = metric.of(drawn.groups().get(at).slice(), Undefined.NULL);
    Measured other = metric.of(drawn.privilegedGroup().orElseThrow().slice(), Undefined.NULL);
    if (!own.isDefined() || !other.isDefined()) {
      return own.isDefined() ? other : own;
    }
    return isRatio
        ? Measured.quotient(own.value(), other.value(), "the privileged group's value is 0")
        : Measured.of(own.value() - other.value());
  }
}
