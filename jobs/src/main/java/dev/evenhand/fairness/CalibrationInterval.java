package dev.evenhand.fairness;

import java.util.SplittableRandom;

/** Bootstrap intervals of the calibration errors, from the ten reliability bins. */
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
}
