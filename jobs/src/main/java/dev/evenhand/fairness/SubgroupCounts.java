package dev.evenhand.fairness;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows by label and prediction of every conjunction of a few: each of some conjunctions alone and
 * with one more condition. Counts of several partitions add up.
 */
final class SubgroupCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[][] bases;
  private final int[][] byFirst; // the bases that begin with an item; those of all rows come last
  private final int items;
  private final double[] sums;

  /**
   * @param bases conjunctions of items; the empty one holds for all rows
   */
  SubgroupCounts(List<int[]> bases, int items) {
    this.bases = bases.toArray(int[][]::new);
    this.items = items;
    this.byFirst = new int[items + 1][];
    for (int first = 0; first <= items; first++) {
      int item = first;
      byFirst[first] =
          IntStream.range(0, bases.size())
              .filter(base -> (bases.get(base).length == 0 ? items : bases.get(base)[0]) == item)
              .toArray();
    }
    this.sums = new double[Math.multiplyExact(this.bases.length * (items + 1), Tally.RATES)];
  }

  /**
   * @param found the items that hold for a row, {@link SubgroupItems#NONE} where none does
   */
  void add(int[] found, int cell, double weight) {
    addFrom(items, found, cell, weight);
    for (int item : found) {
      if (item != SubgroupItems.NONE) {
        addFrom(item, found, cell, weight);
      }
    }
  }

  private void addFrom(int first, int[] found, int cell, double weight) {
    for (int base : byFirst[first]) {
      if (holds(bases[base], found)) {
        add(base, items, cell, weight);
        for (int item : found) {
          if (item != SubgroupItems.NONE) {
            add(base, item, cell, weight);
          }
        }
      }
    }
  }

  private static boolean holds(int[] base, int[] found) {
    for (int wanted : base) {
      boolean isThere = false;
      for (int item : found) {
        isThere |= item == wanted;
      }
      if (!isThere) {
        return false;
      }
    }
    return true;
  }

  private void add(int base, int item, int cell, double weight) {
    int at = Tally.RATES * (base * (items + 1) + item) + cell;
    sums[at]++;
    sums[at + Tally.CELLS] += weight;
    sums[at + 2 * Tally.CELLS] += weight * weight;
  }

  SubgroupCounts merge(SubgroupCounts other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    return this;
  }

  int[] base(int base) {
    return bases[base];
  }

  int bases() {
    return bases.length;
  }

  /** Of a conjunction alone. */
  Tally of(int base) {
    return of(base, items);
  }

  /** Of a conjunction and one more condition. */
  Tally of(int base, int item) {
    return Tally.ofRates(sums, Tally.RATES * (base * (items + 1) + item));
  }
}
