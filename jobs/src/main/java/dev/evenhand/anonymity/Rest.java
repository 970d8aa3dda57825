package dev.evenhand.anonymity;

import java.util.Arrays;

/** A node without one of its groups: how far the others reach, in O(group) and not O(node). */
final class Rest {
  private final Tuples tuples;
  private final double[] factors;
  private final int[][] inNode;
  private final int[][] inGroup;
  private final int[] lowest;
  private final int[] highest;
  private final int[] distinct;
  private final long[] sensitive;

  Rest(Tuples tuples, double[] factors) {
    this.tuples = tuples;
    this.factors = factors;
    int dimensions = tuples.dimensions();
    inNode = new int[dimensions][];
    inGroup = new int[dimensions][];
    for (int at = 0; at < dimensions; at++) {
      inNode[at] = new int[tuples.domain(at).size()];
      inGroup[at] = new int[tuples.domain(at).size()];
    }
    lowest = new int[dimensions];
    highest = new int[dimensions];
    distinct = new int[dimensions];
    sensitive = new long[tuples.sensitiveSize()];
  }

  void enter(int[] members) {
    Arrays.fill(lowest, Integer.MAX_VALUE);
    Arrays.fill(highest, -1);
    Arrays.fill(distinct, 0);
    for (int member : members) {
      for (int at = 0; at < lowest.length; at++) {
        int code = tuples.code(member, at);
        lowest[at] = Math.min(lowest[at], code);
        highest[at] = Math.max(highest[at], code);
        distinct[at] += inNode[at][code]++ == 0 ? 1 : 0;
      }
      tuples.addSensitive(member, sensitive, 1);
    }
  }

  /** Puts the scratch arrays back to 0. */
  void leave(int[] members) {
    for (int member : members) {
      for (int at = 0; at < lowest.length; at++) {
        inNode[at][tuples.code(member, at)] = 0;
      }
    }
    Arrays.fill(sensitive, 0);
  }

  double penaltyWithout(int[] sorted, Group group) {
    int[] gone = new int[lowest.length];
    for (int i = group.from(); i < group.to(); i++) {
      for (int at = 0; at < lowest.length; at++) {
        int code = tuples.code(sorted[i], at);
        gone[at] += ++inGroup[at][code] == inNode[at][code] ? 1 : 0;
      }
    }
    double sum = 0;
    for (int at = 0; at < lowest.length; at++) {
      int low = lowest[at];
      int high = highest[at];
      while (inNode[at][low] == inGroup[at][low]) {
        low++;
      }
      while (inNode[at][high] == inGroup[at][high]) {
        high--;
      }
      sum += factors[at] * tuples.domain(at).penalty(low, high, distinct[at] - gone[at]);
    }
    for (int i = group.from(); i < group.to(); i++) {
      for (int at = 0; at < lowest.length; at++) {
        inGroup[at][tuples.code(sorted[i], at)] = 0;
      }
    }
    return sum;
  }

  long[] sensitiveWithout(long[] group) {
    long[] others = sensitive.clone();
    for (int value = 0; value < others.length; value++) {
      others[value] -= group[value];
    }
    return others;
  }
}
