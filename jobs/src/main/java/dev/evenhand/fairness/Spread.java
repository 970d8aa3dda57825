package dev.evenhand.fairness;

import java.util.Arrays;
import java.util.Locale;

/**
 * How far the values of all groups of an attribute lie apart: one number from many, as Fairlearn's
 * MetricFrame. Groups that are withheld or undefined are left out.
 */
public enum Spread {
  /** max - min; 0 or more. */
  DIFFERENCE_BETWEEN_GROUPS {
    @Override
    Measured of(double[] values, Measured overall) {
      return Measured.of(max(values) - min(values));
    }
  },
  /** max |x - overall|; 0 or more. */
  DIFFERENCE_TO_OVERALL {
    @Override
    Measured of(double[] values, Measured overall) {
      if (!overall.isDefined()) {
        return overall;
      }
      double all = overall.value();
      double largest = 0;
      for (double x : values) {
        largest = Math.max(largest, Math.abs(x - all));
      }
      return Measured.of(largest);
    }
  },
  /** min / max; in [0, 1]. */
  RATIO_BETWEEN_GROUPS {
    @Override
    Measured of(double[] values, Measured overall) {
      return Measured.quotient(min(values), max(values), "the largest value is 0");
    }
  },
  /** The least of x / overall and overall / x; in [0, 1]. */
  RATIO_TO_OVERALL {
    @Override
    Measured of(double[] values, Measured overall) {
      if (!overall.isDefined() || overall.value() == 0) {
        return Measured.undefined("the overall value is 0 or undefined");
      }
      double all = overall.value();
      double smallest = 1;
      for (double x : values) {
        smallest = Math.min(smallest, Math.min(x, all) / Math.max(x, all));
      }
      return Measured.of(smallest);
    }
  },
  /** The least value of a group. */
  GROUP_MIN {
    @Override
    Measured of(double[] values, Measured overall) {
      return Measured.of(min(values));
    }
  },
  /** The largest value of a group. */
  GROUP_MAX {
    @Override
    Measured of(double[] values, Measured overall) {
      return Measured.of(max(values));
    }
  };

  public String statistic() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it compares values, rather than picking one. */
  boolean isGap() {
    return this != GROUP_MIN && this != GROUP_MAX;
  }

  boolean isRatio() {
    return this == RATIO_BETWEEN_GROUPS || this == RATIO_TO_OVERALL;
  }

  boolean isToOverall() {
    return this == DIFFERENCE_TO_OVERALL || this == RATIO_TO_OVERALL;
  }

  /** Of one or more values. */
  abstract Measured of(double[] values, Measured overall);

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElse(0);
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(0);
  }
}
