package dev.evenhand.anonymity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Classes built from below: the two groups of tuples whose union adds least loss become one, until
 * every group may be published; then single tuples move where they cost less.
 *
 * <p>Unlike cuts, classes may overlap, which is what hierarchy labels need: few rows with a rare
 * value don't force the label of all the others up. Costs O(tuples²): for blocks of a table.
 */
final class Agglomeration {
  private static final int ROUNDS = 8;

  private final Tuples tuples;
  private final Rules rules;
  private final int[] members;
  private final int dimensions;
  private final int[] lowest;
  private final int[] highest;
  private final long[] rows;
  private final double[] weight;
  private final double[] cost;
  private final long[][] sensitive;
  private final boolean[] isFinished;
  private final int[] nearest;
  private final double[] distance;
  private final int[] active;
  private int activeSize;

  Agglomeration(Tuples tuples, Rules rules, int[] members) {
    this.tuples = tuples;
    this.rules = rules;
    this.members = members;
    dimensions = tuples.dimensions();
    int size = members.length;
    lowest = new int[size * dimensions];
    highest = new int[size * dimensions];
    rows = new long[size];
    weight = new double[size];
    cost = new double[size];
    sensitive = new long[size][];
    isFinished = new boolean[size];
    nearest = new int[size];
    distance = new double[size];
    active = new int[size];
  }

  /** The classes, each as its tuples. */
  List<int[]> classes() {
    start();
    int[] parent = new int[members.length];
    Arrays.setAll(parent, i -> i);
    for (int next = closest(); next >= 0 && activeSize > 1; next = closest()) {
      int other = nearest[next];
      merge(next, other);
      parent[other] = next;
    }
    int[] group = new int[members.length];
    for (int i = 0; i < group.length; i++) {
      int root = i;
      while (parent[root] != root) {
        root = parent[root];
      }
      group[i] = root;
    }
    for (int round = 0; round < ROUNDS && improve(group); round++) {}
    return collect(group);
  }

  private void start() {
    for (int i = 0; i < members.length; i++) {
      for (int at = 0; at < dimensions; at++) {
        lowest[i * dimensions + at] = tuples.code(members[i], at);
      }
      rows[i] = tuples.rows(members[i]);
      weight[i] = tuples.weight(members[i]);
      sensitive[i] = new long[tuples.sensitiveSize()];
      tuples.addSensitive(members[i], sensitive[i], 1);
      isFinished[i] = rules.passes(sensitive[i], rows[i]);
      active[i] = i;
    }
    System.arraycopy(lowest, 0, highest, 0, lowest.length);
    activeSize = members.length;
    for (int i = 0; i < members.length; i++) {
      if (!isFinished[i]) {
        findNearest(i);
      }
    }
  }

  private int closest() {
    int best = -1;
    for (int i = 0; i < activeSize; i++) {
      int one = active[i];
      if (!isFinished[one] && (best < 0 || distance[one] < distance[best])) {
        best = one;
      }
    }
    return best;
  }

  private double penaltyOfUnion(int one, int other) {
    double sum = 0;
    int a = one * dimensions;
    int b = other * dimensions;
    for (int at = 0; at < dimensions; at++) {
      int low = Math.min(lowest[a + at], lowest[b + at]);
      int high = Math.max(highest[a + at], highest[b + at]);
      sum += low == high ? 0 : rules.factors()[at] * tuples.domain(at).penalty(low, high, 0);
    }
    return sum;
  }

  /** What the union adds to the loss, for each row of the one that looks for a partner. */
  private double distance(int one, int other) {
    double add =
        (weight[one] + weight[other]) * penaltyOfUnion(one, other) - cost[one] - cost[other];
    return add / weight[one];
  }

  private void findNearest(int one) {
    nearest[one] = -1;
    distance[one] = Double.POSITIVE_INFINITY;
    for (int i = 0; i < activeSize; i++) {
      int other = active[i];
      if (other != one) {
        double found = distance(one, other);
        if (found < distance[one]) {
          distance[one] = found;
          nearest[one] = other;
        }
      }
    }
  }

  private void merge(int into, int gone) {
    cost[into] = (weight[into] + weight[gone]) * penaltyOfUnion(into, gone);
    for (int at = 0; at < dimensions; at++) {
      int a = into * dimensions + at;
      int b = gone * dimensions + at;
      lowest[a] = Math.min(lowest[a], lowest[b]);
      highest[a] = Math.max(highest[a], highest[b]);
    }
    rows[into] += rows[gone];
    weight[into] += weight[gone];
    for (int value = 0; value < sensitive[into].length; value++) {
      sensitive[into][value] += sensitive[gone][value];
    }
    isFinished[into] = rules.passes(sensitive[into], rows[into]);
    int kept = 0;
    for (int i = 0; i < activeSize; i++) {
      if (active[i] != gone) {
        active[kept++] = active[i];
      }
    }
    activeSize = kept;
    update(into, gone);
  }

  private void update(int into, int gone) {
    for (int i = 0; i < activeSize; i++) {
      int one = active[i];
      if (isFinished[one]) {
        continue;
      }
      if (one == into || nearest[one] == into || nearest[one] == gone) {
        findNearest(one);
      } else {
        double found = distance(one, into);
        if (found < distance[one]) {
          distance[one] = found;
          nearest[one] = into;
        }
      }
    }
  }

  private List<int[]> collect(int[] group) {
    int[] size = new int[members.length];
    for (int at : group) {
      size[at]++;
    }
    List<int[]> found = new ArrayList<>();
    for (int at = 0; at < size.length; at++) {
      if (size[at] > 0) {
        int[] one = new int[size[at]];
        int filled = 0;
        for (int i = 0; i < group.length; i++) {
          if (group[i] == at) {
            one[filled++] = members[i];
          }
        }
        found.add(one);
      }
    }
    return found;
  }

  private boolean improve(int[] group) {
    return new Moves(tuples, rules, members, group).improve();
  }
}
