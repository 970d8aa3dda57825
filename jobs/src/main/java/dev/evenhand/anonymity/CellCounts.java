package dev.evenhand.anonymity;

import java.util.Arrays;

/**
 * Which cells of a block hold enough rows, and the right ones, to be a class.
 *
 * <p>An open hash table of cells to rows, kept from one question to the next.
 */
final class CellCounts {
  private final Tuples tuples;
  private final Rules rules;
  private final int[] members;
  private long[] cells = new long[0];
  private long[] rows = new long[0];
  private int[] numbers = new int[0];

  CellCounts(Tuples tuples, Rules rules, int[] members) {
    this.tuples = tuples;
    this.rules = rules;
    this.members = members;
  }

  /**
   * The class of each place, numbered from {@code first} in the order in which cells come; -1 where
   * its cell may not be published. Two cells of the same number become one, which hides no less.
   *
   * @param places among the members
   * @param cell the number of each place's cell
   */
  int[] publishable(int[] places, long[] cell, int first) {
    int[] slots = new int[places.length];
    int size = count(places, cell, slots);
    long[][] sensitive = sensitive(places, slots, size);
    int[] found = new int[places.length];
    int next = first;
    for (int i = 0; i < places.length; i++) {
      int slot = slots[i];
      if (numbers[slot] == 0) {
        boolean passes =
            rows[slot] >= rules.k()
                && (sensitive == null || rules.passes(sensitive[slot], rows[slot]));
        numbers[slot] = passes ? ++next : -1;
      }
      found[i] = numbers[slot] > 0 ? numbers[slot] - 1 : -1;
    }
    return found;
  }

  private int count(int[] places, long[] cell, int[] slots) {
    int size = Integer.highestOneBit(Math.max(8, places.length)) << 2;
    if (cells.length < size) {
      cells = new long[size];
      rows = new long[size];
      numbers = new int[size];
    }
    Arrays.fill(rows, 0, size, 0);
    Arrays.fill(numbers, 0, size, 0);
    for (int i = 0; i < places.length; i++) {
      long mixed = cell[i] * 0x9E3779B97F4A7C15L;
      int slot = (int) (mixed >>> 40) & (size - 1);
      while (rows[slot] > 0 && cells[slot] != cell[i]) {
        slot = (slot + 1) & (size - 1);
      }
      cells[slot] = cell[i];
      rows[slot] += tuples.rows(members[places[i]]);
      slots[i] = slot;
    }
    return size;
  }

  /** By slot, of those with rows enough; null where nothing but their number counts. */
  private long[][] sensitive(int[] places, int[] slots, int size) {
    if (rules.tests().isEmpty()) {
      return null;
    }
    long[][] sums = new long[size][];
    for (int i = 0; i < places.length; i++) {
      int slot = slots[i];
      if (rows[slot] >= rules.k()) {
        if (sums[slot] == null) {
          sums[slot] = new long[tuples.sensitiveSize()];
        }
        tuples.addSensitive(members[places[i]], sums[slot], 1);
      }
    }
    return sums;
  }
}
