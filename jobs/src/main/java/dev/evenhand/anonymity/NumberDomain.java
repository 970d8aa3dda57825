package dev.evenhand.anonymity;

import java.util.Arrays;

/** Numbers in ascending order, a missing one before them all. */
final class NumberDomain extends Domain {
  private final double[] values;
  private final int first;
  private final double length;

  NumberDomain(double[] ascending, boolean hasMissing) {
    values = ascending;
    first = hasMissing ? 1 : 0;
    length = values.length == 0 ? 0 : values[values.length - 1] - values[0];
  }

  @Override
  int size() {
    return values.length + first;
  }

  @Override
  boolean isInterval() {
    return true;
  }

  /** A class of both missing values and numbers tells nothing: 1. */
  @Override
  double penalty(int lowest, int highest, int distinct) {
    if (lowest == highest) {
      return 0;
    }
    return lowest < first ? 1 : (values[highest - first] - values[lowest - first]) / length;
  }

  @Override
  int code(Object key) {
    return key == null ? 0 : Arrays.binarySearch(values, (Double) key) + first;
  }

  /** The code of the least number; below it are the missing ones. */
  int first() {
    return first;
  }

  /** NaN for a missing number. */
  double value(int code) {
    return code < first ? Double.NaN : values[code - first];
  }

  @Override
  Part part(Histogram histogram) {
    int[] codes = histogram.codes();
    boolean holdsMissing = codes[0] < first;
    double sum = 0;
    long rows = 0;
    for (int i = holdsMissing ? 1 : 0; i < codes.length; i++) {
      sum += histogram.rows()[i] * values[codes[i] - first];
      rows += histogram.rows()[i];
    }
    if (rows == 0) {
      return Part.Interval.MISSING;
    }
    double low = values[codes[holdsMissing ? 1 : 0] - first];
    double high = values[codes[codes.length - 1] - first];
    return new Part.Interval(low, high, holdsMissing, Math.min(high, Math.max(low, sum / rows)));
  }
}
