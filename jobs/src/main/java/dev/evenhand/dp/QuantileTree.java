package dev.evenhand.dp;

import java.util.Arrays;

/**
 * Noisy numbers of values in nested parts of a range: 16 parts, each cut into 16, and so on. A walk
 * from the top finds any quantile, and all quantiles together cost what the tree costs. As in
 * Google's differential privacy library; hierarchical counts after Hay et al. (2010).
 *
 * <p>Noise of a node is drawn when a walk first asks for it, and kept.
 */
final class QuantileTree {
  static final int LEVELS = 3;
  static final int LEAVES = 4096;
  private static final int BRANCHES = 16;
  private static final double TWO_SIDED_95 = 1.959964;

  private final long[][] exact = new long[LEVELS][];
  private final Long[][] noisy = new Long[LEVELS][];
  private final Noise noise;
  private final RandomBits bits;

  /** Where a quantile lies, as a share of the range, with an interval of about 95 %. */
  record Quantile(double place, double low, double high) {}

  /** A place, the variance of the number of values left of it, and the number of all values. */
  private record Walk(double place, double variance, double total) {}

  QuantileTree(long[] leaves, Noise noise, RandomBits bits) {
    this.noise = noise;
    this.bits = bits;
    int width = LEAVES;
    for (int level = LEVELS - 1; level >= 0; level--) {
      exact[level] = new long[width];
      noisy[level] = new Long[width];
      long[] below = level == LEVELS - 1 ? leaves : exact[level + 1];
      for (int part = 0; part < below.length; part++) {
        exact[level][part / (below.length / width)] += below[part];
      }
      width /= BRANCHES;
    }
  }

  /** The noisy numbers of the nodes above and at a leaf. */
  long[] path(int leaf) {
    long[] path = new long[LEVELS];
    for (int level = LEVELS - 1; level >= 0; level--) {
      path[level] = node(level, leaf);
      leaf /= BRANCHES;
    }
    return path;
  }

  /** Null where noise leaves no values at all. */
  Quantile quantile(double share) {
    Walk walk = walk(share);
    if (walk.total() <= 0) {
      return null;
    }
    double away = TWO_SIDED_95 * Math.sqrt(walk.variance()) / walk.total();
    double low = share - away <= 0 ? 0 : walk(share - away).place();
    double high = share + away >= 1 ? 1 : walk(share + away).place();
    return new Quantile(walk.place(), Math.min(low, walk.place()), Math.max(high, walk.place()));
  }

  private Walk walk(double share) {
    int node = 0;
    double inside = share;
    double place = 0;
    double width = 1;
    double variance = 0;
    double total = 0;
    double each = noise.deviation() * noise.deviation();
    for (int level = 0; level < LEVELS; level++) {
      double[] numbers = children(level, node);
      double all = Arrays.stream(numbers).sum();
      total = level == 0 ? all : total;
      if (all <= 0) { // nothing known within: as if evenly spread
        return new Walk(place + inside * width, variance + each, total);
      }
      double wanted = inside * all;
      int child = 0;
      while (child < BRANCHES - 1 && wanted > numbers[child]) {
        wanted -= numbers[child];
        child++;
      }
      width /= BRANCHES;
      place += child * width;
      variance += each * spread(inside, child + 1);
      inside = numbers[child] <= 0 ? 0 : Math.min(1, wanted / numbers[child]);
      node = node * BRANCHES + child;
    }
    return new Walk(place + inside * width, variance, total);
  }

  /** Of left - share · all, in single variances: the noise of parts to the left is in both. */
  private static double spread(double share, int left) {
    return (1 - share) * (1 - share) * left + share * share * (BRANCHES - left);
  }

  /** The noisy numbers of a node's parts; none is below 0. */
  private double[] children(int level, int node) {
    double[] numbers = new double[BRANCHES];
    for (int child = 0; child < BRANCHES; child++) {
      numbers[child] = Math.max(0, node(level, node * BRANCHES + child));
    }
    return numbers;
  }

  private long node(int level, int at) {
    if (noisy[level][at] == null) {
      noisy[level][at] = Noisy.of(exact[level][at], noise, bits).value();
    }
    return noisy[level][at];
  }
}
