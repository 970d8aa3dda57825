package dev.evenhand.anonymity;

import java.util.List;

/**
 * What cutting must keep to.
 *
 * @param k the least rows of a class
 * @param tests what a class must fulfil beside
 * @param factors how much a dimension's penalty counts; they add up to 1
 * @param leastShare of a node's rows that a cut should leave on each side, where one can
 */
record Rules(int k, List<Requirement.ClassTest> tests, double[] factors, double leastShare) {

  /**
   * Seen to lose least on the published tables; cuts that only peel off a few rows lead nowhere.
   */
  static final double LEAST_SHARE = 0.1;

  boolean passes(Tuples tuples, int[] members) {
    long[] sensitive = new long[tuples.sensitiveSize()];
    for (int member : members) {
      tuples.addSensitive(member, sensitive, 1);
    }
    return passes(sensitive, tuples.rowsOf(members));
  }

  boolean passes(long[] sensitive, long rows) {
    if (rows < k) {
      return false;
    }
    for (Requirement.ClassTest test : tests) {
      if (!test.passes(sensitive, rows)) {
        return false;
      }
    }
    return true;
  }
}
