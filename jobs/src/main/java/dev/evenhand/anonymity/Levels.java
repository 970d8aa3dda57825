package dev.evenhand.anonymity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How coarse one quasi-identifier may be written: from its own values to all of them in one.
 *
 * <p>The levels of a category are those of its hierarchy. Numbers and ordered values fall into ever
 * fewer intervals of about as many rows each; a missing number stays by itself up to the last one.
 *
 * @param cells the cell of each value, level after level
 * @param penalties the mean penalty over rows, as they count, of each level, ascending
 */
record Levels(List<int[]> cells, double[] penalties) {

  static Levels of(Tuples tuples, int[] members, int dimension) {
    Domain domain = tuples.domain(dimension);
    long[] rows = new long[domain.size()];
    double[] weights = new double[rows.length];
    for (int member : members) {
      rows[tuples.code(member, dimension)] += tuples.rows(member);
      weights[tuples.code(member, dimension)] += tuples.weight(member);
    }
    List<int[]> cells =
        domain instanceof LabelDomain labels ? labels.levels() : intervals(domain, rows);
    double[] penalties =
        cells.stream().mapToDouble(level -> penalty(domain, weights, level)).toArray();
    return new Levels(cells, penalties);
  }

  int size() {
    return penalties.length;
  }

  private static List<int[]> intervals(Domain domain, long[] rows) {
    int first = domain instanceof NumberDomain numbers ? numbers.first() : 0;
    long all = Arrays.stream(rows, first, rows.length).sum();
    int[] each = new int[rows.length];
    Arrays.setAll(each, code -> code);
    List<int[]> levels = new ArrayList<>(List.of(each));
    for (int parts = Integer.highestOneBit(Math.max(1, rows.length - 1)); parts > 1; parts /= 2) {
      int[] level = new int[rows.length];
      long before = 0;
      for (int code = first; code < rows.length; code++) {
        level[code] = first + (int) ((before + rows[code] / 2) * parts / Math.max(1, all));
        before += rows[code];
      }
      levels.add(level);
    }
    levels.add(new int[rows.length]);
    return levels;
  }

  /** Of each cell the values that rows have count, as they would for a class that fills it. */
  private static double penalty(Domain domain, double[] weights, int[] cells) {
    int size = Arrays.stream(cells).max().orElse(0) + 1;
    int[] lowest = new int[size];
    int[] highest = new int[size];
    double[] held = new double[size];
    Arrays.fill(lowest, -1);
    for (int code = 0; code < cells.length; code++) {
      if (weights[code] > 0) {
        int cell = cells[code];
        lowest[cell] = lowest[cell] < 0 ? code : lowest[cell];
        highest[cell] = code;
        held[cell] += weights[code];
      }
    }
    double lost = 0;
    for (int cell = 0; cell < size; cell++) {
      if (held[cell] > 0) {
        lost += held[cell] * domain.penalty(lowest[cell], highest[cell], 0);
      }
    }
    return lost / Arrays.stream(weights).sum();
  }
}
