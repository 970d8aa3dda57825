package dev.evenhand.fairness;

import java.util.Locale;

/** A figure of how the scores of a group rank its rows. In [0, 1]. */
public enum RankMetric implements GroupMetric {
  /**
   * P(s of a positive > s of a negative), ties half: the area under the ROC curve. Undefined unless
   * both labels are there. Interval: DeLong's on the logit, which is as good as the bootstrap and
   * needs no replicates.
   */
  ROC_AUC("delong-logit"),
  /**
   * Sum over thresholds of precision times gain in recall, as scikit-learn (no interpolation).
   * Undefined without positives; scikit-learn says 0. Interval: infinitesimal jackknife, on the
   * logit.
   */
  AVERAGE_PRECISION("infinitesimal-jackknife-logit");

  private final String method;

  RankMetric(String method) {
    this.method = method;
  }

  @Override
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean needsScore() {
    return true;
  }

  @Override
  public Measured of(Slice slice, Undefined undefined) {
    if (slice.rank() != null) {
      return Measured.of(this == ROC_AUC ? slice.rank().auc() : slice.rank().averagePrecision());
    }
    boolean hasPositives = slice.tally().weightIn(Rate.POSITIVES) > 0;
    if (this == AVERAGE_PRECISION && hasPositives) {
      return Measured.of(1);
    }
    return this == AVERAGE_PRECISION && undefined == Undefined.AS_FAIRLEARN
        ? Measured.of(0)
        : Measured.undefined(hasPositives ? "no negative labels" : "no positive labels");
  }

  @Override
  public Interval interval(Slice slice, double confidence) {
    if (slice.rank() == null) {
      return null;
    }
    double value = of(slice, Undefined.NULL).value();
    double error = standardError(slice);
    if (Double.isNaN(error)) {
      return null;
    }
    if (value <= 0 || value >= 1 || error == 0) {
      return degenerate(slice, value, confidence);
    }
    double logit = Math.log(value / (1 - value));
    double half = slice.critical(confidence) * error / (value * (1 - value));
    return new Interval(
        logistic(logit - half),
        logistic(logit + half),
        slice.blocks() == null ? method : "jackknife-logit");
  }

  // Perfect ranking has no variance left to estimate: Wilson's, with the smaller class as trials.
  private static Interval degenerate(Slice slice, double value, double confidence) {
    double n =
        Math.min(
            Rate.TRUE_POSITIVE_RATE.trials(slice).n(), Rate.FALSE_POSITIVE_RATE.trials(slice).n());
    return Wilson.interval(new Trials(value * n, n), confidence);
  }

  @Override
  public double standardError(Slice slice) {
    if (slice.rank() == null) {
      return Double.NaN;
    }
    if (slice.blocks() != null) {
      return slice.blocks().standardError(this);
    }
    return Math.sqrt(
        this == ROC_AUC ? slice.rank().aucVariance() : slice.rank().averagePrecisionVariance());
  }

  /** As if a row had the same effect on all rows' figure as on its group's. */
  @Override
  public double shareOf(Slice part, Slice whole) {
    return this == AVERAGE_PRECISION
        ? GroupMetric.share(Rate.POSITIVES, part, whole)
        : perRow(whole) / perRow(part);
  }

  /** The variance of an area is in proportion to this, be its labels even or not. */
  private static double perRow(Slice slice) {
    return 1 / slice.tally().weightIn(Rate.POSITIVES) + 1 / slice.tally().weightIn(Rate.NEGATIVES);
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
