package dev.evenhand.fairness;

import static dev.evenhand.fairness.Rate.TRUE_NEGATIVE_RATE;
import static dev.evenhand.fairness.Rate.TRUE_POSITIVE_RATE;
import static dev.evenhand.fairness.Tally.FALSE_NEGATIVE;
import static dev.evenhand.fairness.Tally.FALSE_POSITIVE;
import static dev.evenhand.fairness.Tally.TRUE_POSITIVE;

import java.util.Locale;

/** A figure of the confusion matrix that is not itself a share of rows. */
public enum ConfusionMetric implements GroupMetric {
  /**
   * (TPR + TNR) / 2, in [0, 1]. Undefined unless both labels are there; scikit-learn leaves the
   * absent one out ({@link Undefined#AS_FAIRLEARN}). Interval: MOVER of the two rates' (Zou, Donner
   * 2008).
   */
  BALANCED_ACCURACY {
    @Override
    public Measured of(Slice slice, Undefined undefined) {
      Measured positives = TRUE_POSITIVE_RATE.of(slice, Undefined.NULL);
      Measured negatives = TRUE_NEGATIVE_RATE.of(slice, Undefined.NULL);
      if (positives.isDefined() && negatives.isDefined()) {
        return Measured.of((positives.value() + negatives.value()) / 2);
      }
      Measured present = positives.isDefined() ? positives : negatives;
      Measured absent = positives.isDefined() ? negatives : positives;
      return undefined == Undefined.AS_FAIRLEARN ? present : absent;
    }

    @Override
    Interval intervalOfRows(Slice slice, double confidence) {
      Interval positives = TRUE_POSITIVE_RATE.interval(slice, confidence);
      Interval negatives = TRUE_NEGATIVE_RATE.interval(slice, confidence);
      if (positives == null || negatives == null) {
        return null;
      }
      double p = TRUE_POSITIVE_RATE.of(slice, Undefined.NULL).value();
      double n = TRUE_NEGATIVE_RATE.of(slice, Undefined.NULL).value();
      double below = Math.hypot(p - positives.low(), n - negatives.low());
      double above = Math.hypot(positives.high() - p, negatives.high() - n);
      return new Interval((p + n - below) / 2, (p + n + above) / 2, "mover-wilson").within(0, 1);
    }

    @Override
    double errorOfRows(Slice slice) {
      return Math.hypot(
              TRUE_POSITIVE_RATE.standardError(slice), TRUE_NEGATIVE_RATE.standardError(slice))
          / 2;
    }
  },
  /**
   * 2 TP / (2 TP + FP + FN), in [0, 1]. Undefined without positive labels and decisions;
   * scikit-learn says 0. Interval: Wilson's of j = TP / (TP + FP + FN), as F1 = 2 j / (1 + j).
   */
  F1 {
    @Override
    public Measured of(Slice slice, Undefined undefined) {
      Tally tally = slice.tally();
      double twice = 2 * tally.weight(TRUE_POSITIVE);
      double under = twice + tally.weight(FALSE_POSITIVE) + tally.weight(FALSE_NEGATIVE);
      return under == 0 && undefined == Undefined.AS_FAIRLEARN
          ? Measured.of(0)
          : Measured.quotient(twice, under, "no positive labels and nobody is selected");
    }

    @Override
    Interval intervalOfRows(Slice slice, double confidence) {
      Trials trials = trials(slice.tally(), 0b1000, 0b1110);
      if (trials.isEmpty()) {
        return null;
      }
      Interval jaccard = Wilson.interval(trials, confidence);
      return new Interval(
          2 * jaccard.low() / (1 + jaccard.low()),
          2 * jaccard.high() / (1 + jaccard.high()),
          "wilson-transformed");
    }

    @Override
    double errorOfRows(Slice slice) {
      Trials trials = trials(slice.tally(), 0b1000, 0b1110);
      double j = trials.share();
      return 2 / ((1 + j) * (1 + j)) * Math.sqrt(j * (1 - j) / trials.n());
    }
  },
  /**
   * FN / FP, the treatment equality of Berk et al. (2018): how many are wrongly passed over for
   * each wrongly selected. 0 or more. Undefined without false positives. Interval: Wilson's of q =
   * FN / (FN + FP), as the ratio is q / (1 - q).
   */
  TREATMENT_RATIO {
    @Override
    public Measured of(Slice slice, Undefined undefined) {
      Tally tally = slice.tally();
      return Measured.quotient(
          tally.weight(FALSE_NEGATIVE), tally.weight(FALSE_POSITIVE), "no false positives");
    }

    @Override
    Interval intervalOfRows(Slice slice, double confidence) {
      Trials trials = trials(slice.tally(), 0b0100, 0b0110);
      if (slice.tally().weight(FALSE_POSITIVE) == 0) {
        return null;
      }
      Interval share = Wilson.interval(trials, confidence);
      return new Interval(
          share.low() / (1 - share.low()), share.high() / (1 - share.high()), "wilson-transformed");
    }

    @Override
    double errorOfRows(Slice slice) {
      Trials trials = trials(slice.tally(), 0b0100, 0b0110);
      double q = trials.share();
      return Math.sqrt(q * (1 - q) / trials.n()) / ((1 - q) * (1 - q));
    }
  };

  /** As if rows were independent. */
  abstract Interval intervalOfRows(Slice slice, double confidence);

  abstract double errorOfRows(Slice slice);

  @Override
  public Interval interval(Slice slice, double confidence) {
    return slice.blocks() == null
        ? intervalOfRows(slice, confidence)
        : JackknifeInterval.of(
            this, slice, confidence, this == TREATMENT_RATIO ? Double.MAX_VALUE : 1);
  }

  @Override
  public boolean isDrawn(Slice overall) {
    return true;
  }

  @Override
  public double standardError(Slice slice) {
    return slice.blocks() == null ? errorOfRows(slice) : slice.blocks().standardError(this);
  }

  private static Trials trials(Tally tally, int over, int under) {
    return Trials.of(tally.weightIn(over), tally.weightIn(under), tally.squaredWeightIn(under));
  }

  @Override
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean needsScore() {
    return false;
  }
}
