package dev.evenhand.fairness;

import dev.evenhand.fairness.Tally.Moment;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A sum over the rows of a group. Unit: rows for the count, weight for all others. */
public enum Total implements GroupMetric {
  /** Rows, whatever their weight. */
  COUNT(Tally::rows, false),
  /** Sum of weights. */
  WEIGHT(Tally::weight, false),
  /** Weight with Y = 1. */
  POSITIVES(tally -> tally.weightIn(Rate.POSITIVES), false),
  /** Weight with Y = 0. */
  NEGATIVES(tally -> tally.weightIn(Rate.NEGATIVES), false),
  /** Weight with D = 1. */
  PREDICTED_POSITIVES(tally -> tally.weightIn(Rate.SELECTED), false),
  /** Weight with D = 0. */
  PREDICTED_NEGATIVES(tally -> tally.weightIn(Rate.ALL - Rate.SELECTED), false),
  /** Weight with Y = 1 and D = 1. AIF360 also calls this power. */
  TRUE_POSITIVES(tally -> tally.weight(Tally.TRUE_POSITIVE), false),
  /** Weight with Y = 0 and D = 1. */
  FALSE_POSITIVES(tally -> tally.weight(Tally.FALSE_POSITIVE), false),
  /** Weight with Y = 0 and D = 0. */
  TRUE_NEGATIVES(tally -> tally.weight(Tally.TRUE_NEGATIVE), false),
  /** Weight with Y = 1 and D = 0. */
  FALSE_NEGATIVES(tally -> tally.weight(Tally.FALSE_NEGATIVE), false),
  /** Sum of w s where Y = 1. Pleiss et al. (2017), as AIF360. */
  GENERALIZED_TRUE_POSITIVES(tally -> tally.sum(Moment.SCORE_OF_POSITIVES), true),
  /** Sum of w s where Y = 0. */
  GENERALIZED_FALSE_POSITIVES(tally -> tally.sum(Moment.SCORE_OF_NEGATIVES), true),
  /** Sum of w (1 - s) where Y = 0. */
  GENERALIZED_TRUE_NEGATIVES(
      tally -> tally.weightIn(Rate.NEGATIVES) - tally.sum(Moment.SCORE_OF_NEGATIVES), true),
  /** Sum of w (1 - s) where Y = 1. */
  GENERALIZED_FALSE_NEGATIVES(
      tally -> tally.weightIn(Rate.POSITIVES) - tally.sum(Moment.SCORE_OF_POSITIVES), true);

  private final transient ToDoubleFunction<Tally> sum;
  private final boolean needsScore;

  Total(ToDoubleFunction<Tally> sum, boolean needsScore) {
    this.sum = sum;
    this.needsScore = needsScore;
  }

  @Override
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean needsScore() {
    return needsScore;
  }

  @Override
  public Measured of(Slice slice, Undefined undefined) {
    return Measured.of(sum.applyAsDouble(slice.tally()));
  }

  @Override
  public Interval interval(Slice slice, double confidence) {
    return null;
  }

  @Override
  public double standardError(Slice slice) {
    return Double.NaN;
  }
}
