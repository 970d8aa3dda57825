package dev.evenhand.evaluate;

import java.math.BigDecimal;
import java.util.TreeSet;

/**
 * Readable scores at which [0, 1] is divided before bins are merged: two significant digits below a
 * tenth (0.00010, 0.00011, …, 0.099), steps of 0.005 in the middle, and the same from 1 downwards,
 * so that rare outcomes have a fine grid, too.
 */
final class ScoreGrid {
  private static final int FIRST_DECADE = 4; // 10^-4
  private static final double[] EDGES = edges();

  private ScoreGrid() {}

  /** Ascending, from 0 to 1, both included. */
  static double[] all() {
    return EDGES.clone();
  }

  /** The lower edge of a bin. */
  static double edge(int bin) {
    return EDGES[bin];
  }

  private static double[] edges() {
    TreeSet<BigDecimal> lower = new TreeSet<>();
    for (int decade = FIRST_DECADE; decade > 1; decade--) {
      for (int digits = 10; digits < 100; digits++) {
        lower.add(BigDecimal.valueOf(digits, decade + 1));
      }
    }
    for (int step = 20; step <= 100; step++) {
      lower.add(BigDecimal.valueOf(5L * step, 3));
    }
    TreeSet<BigDecimal> all = new TreeSet<>(lower);
    lower.forEach(edge -> all.add(BigDecimal.ONE.subtract(edge)));
    all.add(BigDecimal.ZERO);
    all.add(BigDecimal.ONE);
    return all.stream().mapToDouble(BigDecimal::doubleValue).toArray();
  }
}
