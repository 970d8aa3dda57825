package dev.evenhand.anonymity;

import java.util.Arrays;

/** Moves of single tuples between the classes of a block, each one that lowers the loss. */
final class Moves {
  private final Tuples tuples;
  private final Rules rules;
  private final int[] members;
  private final int[] group;
  private final int dimensions;
  private final int[] lowest;
  private final int[] highest;
  private final int[] size;
  private final long[] rows;
  private final double[] weight;
  private final double[] cost;
  private final long[][] sensitive;

  Moves(Tuples tuples, Rules rules, int[] members, int[] group) {
    this.tuples = tuples;
    this.rules = rules;
    this.members = members;
    this.group = group;
    dimensions = tuples.dimensions();
    lowest = new int[members.length * dimensions];
    highest = new int[members.length * dimensions];
    size = new int[members.length];
    rows = new long[members.length];
    weight = new double[members.length];
    cost = new double[members.length];
    sensitive = new long[members.length][];
    for (int at : group) {
      if (sensitive[at] == null) {
        sensitive[at] = new long[tuples.sensitiveSize()];
      }
    }
    for (int i = 0; i < group.length; i++) {
      int at = group[i];
      size[at]++;
      rows[at] += tuples.rows(members[i]);
      weight[at] += tuples.weight(members[i]);
      tuples.addSensitive(members[i], sensitive[at], 1);
    }
    for (int at = 0; at < size.length; at++) {
      if (size[at] > 0) {
        measure(at, -1);
      }
    }
  }

  /** How far a class reaches without one of its tuples (-1: with all); its cost. */
  private void measure(int at, int without) {
    int from = at * dimensions;
    Arrays.fill(lowest, from, from + dimensions, Integer.MAX_VALUE);
    Arrays.fill(highest, from, from + dimensions, -1);
    for (int i = 0; i < group.length; i++) {
      if (group[i] == at && i != without) {
        for (int d = 0; d < dimensions; d++) {
          int code = tuples.code(members[i], d);
          lowest[from + d] = Math.min(lowest[from + d], code);
          highest[from + d] = Math.max(highest[from + d], code);
        }
      }
    }
    double sum = 0;
    for (int d = 0; d < dimensions; d++) {
      sum += rules.factors()[d] * tuples.domain(d).penalty(lowest[from + d], highest[from + d], 0);
    }
    cost[at] = weight[at] * sum;
  }

  private double penaltyWith(int at, int tuple) {
    double sum = 0;
    int from = at * dimensions;
    for (int d = 0; d < dimensions; d++) {
      int code = tuples.code(tuple, d);
      int low = Math.min(lowest[from + d], code);
      int high = Math.max(highest[from + d], code);
      sum += low == high ? 0 : rules.factors()[d] * tuples.domain(d).penalty(low, high, 0);
    }
    return sum;
  }

  boolean improve() {
    boolean improved = false;
    for (int i = 0; i < group.length; i++) {
      improved |= move(i);
    }
    return improved;
  }

  private boolean move(int i) {
    int from = group[i];
    int tuple = members[i];
    long left = rows[from] - tuples.rows(tuple);
    if (size[from] < 2 || left < rules.k() || cost[from] <= 0) {
      return false;
    }
    double before = cost[from];
    tuples.addSensitive(tuple, sensitive[from], -1);
    weight[from] -= tuples.weight(tuple);
    measure(from, i);
    double gain = before - cost[from];
    int best = rules.passes(sensitive[from], left) ? cheapest(from, tuple, gain) : -1;
    if (best < 0) {
      tuples.addSensitive(tuple, sensitive[from], 1);
      weight[from] += tuples.weight(tuple);
      measure(from, -1);
      return false;
    }
    rows[from] = left;
    size[from]--;
    group[i] = best;
    size[best]++;
    rows[best] += tuples.rows(tuple);
    weight[best] += tuples.weight(tuple);
    tuples.addSensitive(tuple, sensitive[best], 1);
    measure(best, -1);
    return true;
  }

  private int cheapest(int from, int tuple, double gain) {
    int best = -1;
    double least = gain - 1e-9;
    for (int at = 0; at < size.length; at++) {
      if (size[at] > 0 && at != from) {
        double add = (weight[at] + tuples.weight(tuple)) * penaltyWith(at, tuple) - cost[at];
        if (add < least && passesWith(at, tuple)) {
          least = add;
          best = at;
        }
      }
    }
    return best;
  }

  private boolean passesWith(int at, int tuple) {
    tuples.addSensitive(tuple, sensitive[at], 1);
    boolean passes = rules.passes(sensitive[at], rows[at] + tuples.rows(tuple));
    tuples.addSensitive(tuple, sensitive[at], -1);
    return passes;
  }
}
