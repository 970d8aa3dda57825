package dev.evenhand.fairness;

import dev.evenhand.fairness.Tally.Moment;
import java.util.List;
import java.util.Locale;

/**
 * A figure of a group's scores s against its labels y.
 *
 * <p>Sums of doubles depend in their last bits on the order of the rows, and so on the cluster.
 * Values are rounded to 2^-40, below any figure's meaning, so that equal means are equal, a group
 * of one score has no spread, and neither extremes nor tests turn on such bits.
 */
public enum ScoreMetric implements GroupMetric {
  /** Mean of s, in [0, 1]. */
  MEAN_SCORE(Rate.ALL, Moment.SCORE_OF_NEGATIVES, Moment.SCORE_OF_POSITIVES),
  /** Mean of s where y = 1, in [0, 1]: balance for the positive class, Kleinberg et al. (2017). */
  GENERALIZED_TRUE_POSITIVE_RATE(Rate.POSITIVES, Moment.SCORE_OF_POSITIVES),
  /** Mean of s where y = 0, in [0, 1]: balance for the negative class. */
  GENERALIZED_FALSE_POSITIVE_RATE(Rate.NEGATIVES, Moment.SCORE_OF_NEGATIVES),
  /** Mean of 1 - s where y = 0, in [0, 1]. Pleiss et al. (2017), as AIF360. */
  GENERALIZED_TRUE_NEGATIVE_RATE(Rate.NEGATIVES, Moment.SCORE_OF_NEGATIVES),
  /** Mean of 1 - s where y = 1, in [0, 1]. */
  GENERALIZED_FALSE_NEGATIVE_RATE(Rate.POSITIVES, Moment.SCORE_OF_POSITIVES),
  /** Mean of -ln of the probability given to the label, s clipped at 2^-52. Unit: nats. */
  LOG_LOSS(Rate.ALL, Moment.LOG_LOSS),
  /** Mean of (s - y)^2, in [0, 1]. Brier (1950). */
  BRIER(Rate.ALL, Moment.SQUARED_ERROR),
  /**
   * Sum over ten equal bins of W_b / W |mean y - mean s|, in [0, 1]. Naeini et al. (2015). Bin =
   * min(floor(10 s), 9). Interval: bootstrap of the bins; the jackknife's with subjects.
   */
  EXPECTED_CALIBRATION_ERROR(Rate.ALL),
  /** The largest |mean y - mean s| of the ten bins, in [0, 1]. */
  MAXIMUM_CALIBRATION_ERROR(Rate.ALL);

  private static final double GRID = 0x1p-40;

  private final int rows;
  private final List<Moment> moments;

  ScoreMetric(int rows, Moment... moments) {
    this.rows = rows;
    this.moments = List.of(moments);
  }

  @Override
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean needsScore() {
    return true;
  }

  boolean isCalibration() {
    return moments.isEmpty();
  }

  /** Blocks of subjects give a calibration error a standard error of its own. */
  @Override
  public boolean isDrawn(Slice overall) {
    return isCalibration() && overall.blocks() == null;
  }

  @Override
  public Measured of(Slice slice, Undefined undefined) {
    Tally tally = slice.tally();
    double weight = tally.weightIn(rows);
    if (weight == 0) {
      return Measured.undefined(
          rows == Rate.ALL
              ? "no weight"
              : "no " + (rows == Rate.POSITIVES ? "positive" : "negative") + " labels");
    }
    if (isCalibration()) {
      double error = calibration(tally);
      return Double.isNaN(error)
          ? Measured.undefined("no scores")
          : Measured.of(rounded(error, GRID));
    }
    double mean = rounded(sum(tally) / weight, GRID);
    return Measured.of(isComplement() ? 1 - mean : mean);
  }

  @Override
  public double shareOf(Slice part, Slice whole) {
    return GroupMetric.share(rows, part, whole);
  }

  private boolean isComplement() {
    return this == GENERALIZED_TRUE_NEGATIVE_RATE || this == GENERALIZED_FALSE_NEGATIVE_RATE;
  }

  private double sum(Tally tally) {
    return moments.stream().mapToDouble(tally::sum).sum();
  }

  /** NaN without a bin that has weight. */
  double calibration(Tally tally) {
    double expected = 0;
    double worst = 0;
    double weight = 0;
    for (int bin = 0; bin < Tally.BINS; bin++) {
      double gap = Math.abs(tally.binLabel(bin) - tally.binScore(bin));
      expected += gap;
      weight += tally.binWeight(bin);
      worst = tally.binWeight(bin) > 0 ? Math.max(worst, gap / tally.binWeight(bin)) : worst;
    }
    if (weight == 0) {
      return Double.NaN;
    }
    return this == MAXIMUM_CALIBRATION_ERROR ? worst : expected / weight;
  }

  @Override
  public Interval interval(Slice slice, double confidence) {
    double most = this == LOG_LOSS ? Double.MAX_VALUE : 1;
    if (slice.blocks() != null) {
      return JackknifeInterval.of(this, slice, confidence, most);
    }
    double error = standardError(slice);
    if (Double.isNaN(error)) {
      return null;
    }
    double mean = of(slice, Undefined.NULL).value();
    double half = Normal.critical(confidence) * error;
    return new Interval(mean - half, mean + half, "normal").within(0, most);
  }

  /** Square root of sum w^2 (x - mean)^2 / W^2, times m / (m - 1) for m effective rows. */
  @Override
  public double standardError(Slice slice) {
    if (slice.blocks() != null) {
      return slice.blocks().standardError(this);
    }
    Tally tally = slice.tally();
    double weight = tally.weightIn(rows);
    double squared = tally.squaredWeightIn(rows);
    double effective = weight * weight / squared;
    if (isCalibration() || !(effective > 1)) {
      return Double.NaN;
    }
    double mean = sum(tally) / weight;
    double products = moments.stream().mapToDouble(tally::squaredSum).sum();
    double squares = moments.stream().mapToDouble(tally::squaredSquares).sum();
    double deviations = squares - 2 * mean * products + mean * mean * squared;
    double spread = Math.max(0, rounded(deviations, GRID * Math.max(squares, Double.MIN_NORMAL)));
    return Math.sqrt(spread * effective / (effective - 1)) / weight;
  }

  private static double rounded(double value, double grid) {
    return Math.rint(value / grid) * grid;
  }
}
