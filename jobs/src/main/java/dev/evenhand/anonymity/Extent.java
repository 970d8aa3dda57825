package dev.evenhand.anonymity;

import java.util.Arrays;

/**
 * How far a growing set of tuples reaches in each dimension.
 *
 * <p>A scratch object: {@link #clear} forgets a set in O(dimensions), so that sweeps over many
 * small sets cost no more than their tuples.
 */
final class Extent {
  private final Tuples tuples;
  private final double[] factors;
  private final boolean[] isInterval;
  private final int[] lowest;
  private final int[] highest;
  private final int[] distinct;
  private final int[][] seenIn;
  private int round;

  Extent(Tuples tuples, double[] factors) {
    this.tuples = tuples;
    this.factors = factors;
    int dimensions = tuples.dimensions();
    isInterval = new boolean[dimensions];
    lowest = new int[dimensions];
    highest = new int[dimensions];
    distinct = new int[dimensions];
    seenIn = new int[dimensions][];
    for (int at = 0; at < dimensions; at++) {
      isInterval[at] = tuples.domain(at).isInterval();
      seenIn[at] = isInterval[at] ? new int[0] : new int[tuples.domain(at).size()];
    }
    clear();
  }

  void clear() {
    round++;
    Arrays.fill(lowest, Integer.MAX_VALUE);
    Arrays.fill(highest, -1);
    Arrays.fill(distinct, 0);
  }

  void add(int tuple) {
    for (int at = 0; at < lowest.length; at++) {
      int code = tuples.code(tuple, at);
      if (isInterval[at]) {
        lowest[at] = Math.min(lowest[at], code);
        highest[at] = Math.max(highest[at], code);
      } else if (seenIn[at][code] != round) {
        seenIn[at][code] = round;
        distinct[at]++;
      }
    }
  }

  /** The weighted mean penalty of the set, in [0, 1]. */
  double penalty() {
    double sum = 0;
    for (int at = 0; at < lowest.length; at++) {
      sum += factors[at] * tuples.domain(at).penalty(lowest[at], highest[at], distinct[at]);
    }
    return sum;
  }

  int lowest(int dimension) {
    return lowest[dimension];
  }

  int highest(int dimension) {
    return highest[dimension];
  }

  int distinct(int dimension) {
    return distinct[dimension];
  }
}
