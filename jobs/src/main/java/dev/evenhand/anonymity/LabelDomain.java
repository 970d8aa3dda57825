package dev.evenhand.anonymity;

import java.util.Arrays;
import java.util.List;

/**
 * The values of a category that is written in the labels of its hierarchy.
 *
 * <p>Leaves stand in tree order, so that the lowest label over a set of values is the lowest common
 * ancestor of its first and its last one.
 */
final class LabelDomain extends Domain {
  private final ValueDomain values;
  private final Hierarchy hierarchy;
  private final int[][] nodes;
  private final int[][] leavesUnder;

  LabelDomain(List<String> leaves, Hierarchy hierarchy) {
    values = new ValueDomain(leaves, false);
    this.hierarchy = hierarchy;
    int levels = hierarchy.height() + 1;
    nodes = new int[levels][];
    leavesUnder = new int[levels][];
    for (int level = 0; level < levels; level++) {
      nodes[level] = hierarchy.nodes(level);
      leavesUnder[level] = new int[leaves.size()];
      for (int node : nodes[level]) {
        leavesUnder[level][node]++;
      }
    }
  }

  @Override
  int size() {
    return values.size();
  }

  @Override
  boolean isInterval() {
    return true;
  }

  @Override
  double penalty(int lowest, int highest, int distinct) {
    int covered = leavesUnder[level(lowest, highest)][nodes[level(lowest, highest)][lowest]];
    return covered <= 1 ? 0 : (covered - 1.0) / (size() - 1);
  }

  /** The lowest label over all values from the first to the last. */
  String label(int lowest, int highest) {
    return hierarchy.label(lowest, level(lowest, highest));
  }

  /** The node over each leaf, from the leaves up to the root. */
  List<int[]> levels() {
    return List.of(nodes);
  }

  /** Of each value, the branch right under the lowest label over all from the first to the last. */
  int[] branches(int lowest, int highest) {
    return nodes[Math.max(0, level(lowest, highest) - 1)];
  }

  private int level(int lowest, int highest) {
    int level = 0;
    while (nodes[level][lowest] != nodes[level][highest]) {
      level++;
    }
    return level;
  }

  @Override
  int code(Object key) {
    return values.code(key);
  }

  /** All leaves under the label, with the shares of those that occur. */
  @Override
  Part part(Histogram histogram) {
    int[] codes = histogram.codes();
    int level = level(codes[0], codes[codes.length - 1]);
    int node = nodes[level][codes[0]];
    int first = codes[0];
    while (first > 0 && nodes[level][first - 1] == node) {
      first--;
    }
    int[] under = new int[leavesUnder[level][node]];
    double[] shares = new double[under.length];
    double all = Arrays.stream(histogram.rows()).sum();
    for (int i = 0; i < under.length; i++) {
      under[i] = first + i;
    }
    for (int i = 0; i < codes.length; i++) {
      shares[codes[i] - first] = histogram.rows()[i] / all;
    }
    return new Part.Values(under, shares);
  }
}
