package dev.evenhand.anonymity;

import java.io.Serializable;
import java.util.Arrays;

/** What a class says about one quasi-identifier of its rows. */
sealed interface Part extends Serializable {

  /** Whether a number (NaN: missing) or the number of a value lies inside. */
  boolean covers(double number, int code);

  /**
   * All numbers from low to high, with the mean of the class's rows.
   *
   * @param holdsMissing whether some (or, where low is NaN, all) rows have no number
   */
  record Interval(double low, double high, boolean holdsMissing, double mean) implements Part {
    static final Interval MISSING = new Interval(Double.NaN, Double.NaN, true, Double.NaN);

    @Override
    public boolean covers(double number, int code) {
      return Double.isNaN(number) ? holdsMissing : number >= low && number <= high;
    }
  }

  /** A set of values, codes ascending, with the share of the class's rows that have each. */
  record Values(int[] codes, double[] shares) implements Part {
    @Override
    public boolean covers(double number, int code) {
      return Arrays.binarySearch(codes, code) >= 0;
    }
  }
}
