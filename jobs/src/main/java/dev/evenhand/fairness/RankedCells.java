package dev.evenhand.fairness;

import java.util.Arrays;
import java.util.List;

/**
 * All score cells in ascending order of score, each with the group it belongs to.
 *
 * <p>Sorted once; every attribute and intersection is then one walk over the cells as they lie, in
 * memory that does not depend on their number.
 */
final class RankedCells implements Ranking {
  private static final int DIGIT = 16;

  private final long[] keys;
  private final double[] values;
  private final int[] groups;
  private final boolean isBinned;

  RankedCells(List<ScoreTable> tables, boolean isBinned) {
    int size = tables.stream().mapToInt(ScoreTable::size).sum();
    this.isBinned = isBinned;
    long[] found = new long[size];
    double[] foundValues = new double[ScoreTable.VALUES * size];
    int[] foundGroups = new int[size];
    int from = 0;
    for (int group = 0; group < tables.size(); group++) {
      ScoreTable table = tables.get(group);
      table.copyTo(found, foundValues, from);
      Arrays.fill(foundGroups, from, from + table.size(), group);
      from += table.size();
    }
    keys = new long[size];
    values = new double[ScoreTable.VALUES * size];
    groups = new int[size];
    int to = 0;
    for (int cell : sorted(found)) {
      keys[to] = found[cell];
      groups[to] = foundGroups[cell];
      System.arraycopy(
          foundValues,
          ScoreTable.VALUES * cell,
          values,
          ScoreTable.VALUES * to++,
          ScoreTable.VALUES);
    }
  }

  @Override
  public RankStats[] stats(int[] targets, List<Tally> totals) {
    RankSums[] sums = new RankSums[totals.size()];
    for (int i = 0; i < sums.length; i++) {
      Tally tally = totals.get(i);
      double positives = tally.weightIn(Rate.POSITIVES);
      sums[i] = new RankSums(positives, tally.weightIn(Rate.NEGATIVES), isBinned);
    }
    for (int cell = 0; cell < keys.length; cell++) {
      sums[targets[groups[cell]]].add(keys[cell], values, ScoreTable.VALUES * cell);
    }
    RankStats[] stats = new RankStats[sums.length];
    for (int i = 0; i < sums.length; i++) {
      stats[i] = sums[i].stats();
    }
    return stats;
  }

  // Least significant digit first; keys are not negative.
  private static int[] sorted(long[] keys) {
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT) {
      int[] starts = new int[(1 << DIGIT) + 1];
      for (long key : keys) {
        starts[digit(key, shift) + 1]++;
      }
      for (int i = 1; i < starts.length; i++) {
        starts[i] += starts[i - 1];
      }
      int[] next = new int[order.length];
      for (int index : order) {
        next[starts[digit(keys[index], shift)]++] = index;
      }
      order = next;
    }
    return order;
  }

  private static int digit(long key, int shift) {
    return (int) (key >>> shift) & (1 << DIGIT) - 1;
  }
}
