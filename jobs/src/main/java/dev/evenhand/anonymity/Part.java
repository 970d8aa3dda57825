package dev.evenhand.anonymity;

import java.io.Serializable;

/** What a class says about one quasi-identifier of its rows. */
sealed interface Part extends Serializable {

  /**
   * All numbers from low to high, with the mean of the class's rows.
   *
   * @param holdsMissing whether some (or, where low is NaN, all) rows have no number
   */
  record Interval(double low, double high, boolean holdsMissing, double mean) implements Part {
    static final Interval MISSING = new Interval(Double.NaN, Double.NaN, true, Double.NaN);
  }

  /** A set of values, codes ascending, with the share of the class's rows that have each. */
  record Values(int[] codes, double[] shares) implements Part {}
}
