package dev.evenhand.fairness;

import java.util.SplittableRandom;

/** Bootstrap intervals of the calibration errors, from the ten reliability bins. */
final class CalibrationInterval {
  private CalibrationInterval() {}

  /** Draws each bin's weight and label rate anew; its mean score hardly varies and stays. */
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
    double kish = tally.weight() * tally.weight() / tally.squaredWeightIn(Rate.ALL) / tally.rows();
    double total = 0;
    double sum = 0;
    double worst = 0;
    for (int bin = 0; bin < Tally.BINS; bin++) {
      double rows = Resampling.poisson(tally.binRows(bin), random);
      double weight = tally.binWeight(bin);
      if (rows > 0 && weight > 0) {
        double rate = tally.binLabel(bin) / weight;
        double noise = random.nextGaussian() * Math.sqrt(rate * (1 - rate) / (rows * kish));
        double gap = Math.abs(rate + noise - tally.binScore(bin) / weight);
        double drawn = weight * rows / tally.binRows(bin);
        total += drawn;
        sum += drawn * gap;
        worst = Math.max(worst, gap);
      }
    }
    boolean isWorst = metric == ScoreMetric.MAXIMUM_CALIBRATION_ERROR;
    return total == 0 ? Double.NaN : isWorst ? worst : sum / total;
  }
}
