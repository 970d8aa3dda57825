package dev.evenhand.fairness;

import dev.evenhand.base.Digits;
import dev.evenhand.fairness.Tally.NumberSum;
import java.util.Locale;

/**
 * A figure of predicted numbers p against labels y, with error e = p - y. Unit: the label's, its
 * square for the squared error, none for R^2. Weighted means where rows have weights.
 *
 * <p>Intervals are normal, from the sums of squares of each row's effect on the figure (the delta
 * method), times m / (m - 1) for m effective rows; the jackknife's where subjects have several
 * rows. Values have twelve digits, as the last ones of a sum depend on the order of the rows.
 */
public enum RegressionMetric implements GroupMetric {
  /** Mean of |e|, 0 or more. */
  MEAN_ABSOLUTE_ERROR {
    @Override
    double value(Tally tally) {
      return tally.sum(NumberSum.ABSOLUTE) / tally.weight();
    }

    @Override
    double squaredEffects(Tally tally) {
      return effects(
          tally, value(tally), tally.sum(NumberSum.W2_ABSOLUTE), tally.sum(NumberSum.W2_SQUARE));
    }
  },
  /** Mean of e^2, 0 or more: the loss that bounded group loss (Agarwal et al. 2019) bounds. */
  MEAN_SQUARED_ERROR {
    @Override
    double value(Tally tally) {
      return tally.sum(NumberSum.SQUARE) / tally.weight();
    }

    @Override
    double squaredEffects(Tally tally) {
      return effects(
          tally, value(tally), tally.sum(NumberSum.W2_SQUARE), tally.sum(NumberSum.W2_FOURTH));
    }
  },
  /** Square root of the mean of e^2, 0 or more. */
  ROOT_MEAN_SQUARED_ERROR {
    @Override
    double value(Tally tally) {
      return Math.sqrt(MEAN_SQUARED_ERROR.value(tally));
    }

    @Override
    double squaredEffects(Tally tally) {
      double root = value(tally);
      return root == 0 ? 0 : MEAN_SQUARED_ERROR.squaredEffects(tally) / (4 * root * root);
    }
  },
  /** Mean of e = p - y; above 0 where predictions are too high. */
  MEAN_ERROR {
    @Override
    double value(Tally tally) {
      return tally.sum(NumberSum.ERROR) / tally.weight();
    }

    @Override
    double squaredEffects(Tally tally) {
      return effects(
          tally, value(tally), tally.sum(NumberSum.W2_ERROR), tally.sum(NumberSum.W2_SQUARE));
    }
  },
  /**
   * 1 - sum e^2 / sum (y - mean y)^2, at most 1. Undefined where all labels are equal; scikit-learn
   * says 1 or 0 there, which is not followed.
   */
  R2_SCORE {
    @Override
    double value(Tally tally) {
      return 1 - tally.sum(NumberSum.SQUARE) / deviation(tally);
    }

    @Override
    double squaredEffects(Tally tally) {
      double total = deviation(tally);
      double a = tally.weight() / total; // of e^2
      double b = a * tally.sum(NumberSum.SQUARE) / total; // of (y - mean)^2
      double mean = MEAN_LABEL.value(tally);
      double products =
          tally.sum(NumberSum.W2_SQUARE_LABEL_2)
              - 2 * mean * tally.sum(NumberSum.W2_SQUARE_LABEL)
              + mean * mean * tally.sum(NumberSum.W2_SQUARE);
      double fourths =
          tally.sum(NumberSum.W2_LABEL_4)
              - 4 * mean * tally.sum(NumberSum.W2_LABEL_3)
              + 6 * mean * mean * tally.sum(NumberSum.W2_LABEL_2)
              - 4 * mean * mean * mean * tally.sum(NumberSum.W2_LABEL)
              + mean * mean * mean * mean * tally.squaredWeightIn(Rate.ALL);
      return a * a * tally.sum(NumberSum.W2_FOURTH) - 2 * a * b * products + b * b * fourths;
    }
  },
  /** Mean of p; mean-prediction parity compares it. */
  MEAN_PREDICTION {
    @Override
    double value(Tally tally) {
      return tally.sum(NumberSum.PREDICTION) / tally.weight();
    }

    @Override
    double squaredEffects(Tally tally) {
      return effects(
          tally,
          value(tally),
          tally.sum(NumberSum.W2_PREDICTION),
          tally.sum(NumberSum.W2_PREDICTION_2));
    }
  },
  /** Mean of y. */
  MEAN_LABEL {
    @Override
    double value(Tally tally) {
      return tally.sum(NumberSum.LABEL) / tally.weight();
    }

    @Override
    double squaredEffects(Tally tally) {
      return effects(
          tally, value(tally), tally.sum(NumberSum.W2_LABEL), tally.sum(NumberSum.W2_LABEL_2));
    }
  };

  /** Below this share of the sum of squares, deviations are the rounding of a constant. */
  private static final double NOTHING = 1e-13;

  abstract double value(Tally tally);

  /** Sum over the rows of squared weight times the squared effect of a unit of weight, times W. */
  abstract double squaredEffects(Tally tally);

  private static double effects(Tally tally, double mean, double products, double squares) {
    return squares - 2 * mean * products + mean * mean * tally.squaredWeightIn(Rate.ALL);
  }

  /** Sum of w (y - mean y)^2. */
  private static double deviation(Tally tally) {
    double sum = tally.sum(NumberSum.LABEL);
    double squares = tally.sum(NumberSum.LABEL_2);
    double deviation = squares - sum * sum / tally.weight();
    return deviation > NOTHING * squares ? deviation : 0;
  }

  @Override
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean needsScore() {
    return false;
  }

  @Override
  public Measured of(Slice slice, Undefined undefined) {
    if (slice.tally().weight() == 0) {
      return Measured.undefined("no weight");
    }
    return this == R2_SCORE && deviation(slice.tally()) == 0
        ? Measured.undefined("all labels are equal")
        : Measured.rounded(value(slice.tally()));
  }

  @Override
  public Interval interval(Slice slice, double confidence) {
    Measured measured = of(slice, Undefined.NULL);
    double error = standardError(slice);
    if (!measured.isDefined() || Double.isNaN(error)) {
      return null;
    }
    double half = slice.critical(confidence) * error;
    boolean isSize =
        this == MEAN_ABSOLUTE_ERROR
            || this == MEAN_SQUARED_ERROR
            || this == ROOT_MEAN_SQUARED_ERROR;
    return new Interval(
            measured.value() - half,
            measured.value() + half,
            slice.blocks() == null ? "normal" : "jackknife")
        .within(isSize ? 0 : -Double.MAX_VALUE, this == R2_SCORE ? 1 : Double.MAX_VALUE);
  }

  @Override
  public double standardError(Slice slice) {
    if (slice.blocks() != null) {
      return slice.blocks().standardError(this);
    }
    Tally tally = slice.tally();
    double weight = tally.weight();
    double effective = weight * weight / tally.squaredWeightIn(Rate.ALL);
    if (!of(slice, Undefined.NULL).isDefined() || !(effective > 1)) {
      return Double.NaN;
    }
    double spread = Math.max(0, squaredEffects(tally)) * effective / (effective - 1);
    return Digits.rounded(Math.sqrt(spread) / weight);
  }
}
