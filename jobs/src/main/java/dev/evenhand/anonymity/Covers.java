package dev.evenhand.anonymity;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Which values each class covers, class after class, in a few arrays: they are sent to executors,
 * and hundreds of thousands of small objects would take seconds.
 */
final class Covers implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int dimensions;

  /** Low and high of each part; not read of a set. */
  private final double[] bounds;

  private final boolean[] holdsMissing;

  /** Where the codes of each part end; an interval has none. */
  private final int[] ends;

  private final int[] codes;

  Covers(List<EquivalenceClass> classes) {
    dimensions = classes.isEmpty() ? 0 : classes.get(0).parts().size();
    int size = classes.size() * dimensions;
    bounds = new double[2 * size];
    holdsMissing = new boolean[size];
    ends = new int[size];
    int[] found = new int[Math.max(1, size)];
    int end = 0;
    for (int at = 0; at < size; at++) {
      Part part = classes.get(at / dimensions).parts().get(at % dimensions);
      if (part instanceof Part.Interval interval) {
        bounds[2 * at] = interval.low();
        bounds[2 * at + 1] = interval.high();
        holdsMissing[at] = interval.holdsMissing();
      } else if (part instanceof Part.Values values) {
        int[] more = values.codes();
        if (end + more.length > found.length) {
          found = Arrays.copyOf(found, Math.max(2 * found.length, end + more.length));
        }
        System.arraycopy(more, 0, found, end, more.length);
        end += more.length;
      }
      ends[at] = end;
    }
    codes = Arrays.copyOf(found, end);
  }

  boolean covers(int number, Coding.Point point) {
    for (int dimension = 0; dimension < dimensions; dimension++) {
      if (!covers(number * dimensions + dimension, point, dimension)) {
        return false;
      }
    }
    return true;
  }

  private boolean covers(int at, Coding.Point point, int dimension) {
    int start = at == 0 ? 0 : ends[at - 1];
    if (start < ends[at]) {
      return Arrays.binarySearch(codes, start, ends[at], point.codes()[dimension]) >= 0;
    }
    double number = point.numbers()[dimension];
    return Double.isNaN(number)
        ? holdsMissing[at]
        : number >= bounds[2 * at] && number <= bounds[2 * at + 1];
  }
}
