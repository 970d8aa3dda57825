package dev.evenhand.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What units contribute for each combination of answers, one after the other.
 *
 * @param tabled the units with a table
 * @param targets where each of a unit's contributions goes, from targetStarts on
 * @param deep the other units
 */
record UnitTables(
    List<Unit> tabled,
    int[] tableStarts,
    int[] targetStarts,
    short[] targets,
    double[] table,
    DeepLeaves deep) {
  /** 32 MB: more would no longer fit a processor's cache, and computing is as fast as reading. */
  static final int MOST_ENTRIES = 1 << 22;

  /** 2 MB: a walk over a larger tree is as fast as reading its tables from memory. */
  static final int MOST_OF_A_TREE = 1 << 18;

  /** How many entries the tables of units have, by output; too many if a unit fits none. */
  static long entries(List<Unit> units) {
    long entries = 0;
    for (Unit unit : units) {
      long players =
          unit.leaves().stream()
              .flatMapToInt(leaf -> Arrays.stream(leaf.players()))
              .distinct()
              .count();
      entries += unit.fitsATable() ? players << unit.conditions().size() : MOST_ENTRIES;
    }
    return entries;
  }

  static UnitTables of(Contributions sums) {
    List<Integer> tabled = new ArrayList<>();
    List<Integer> deep = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    int entries = 0;
    for (int u = 0; u < sums.units().size(); u++) {
      Unit unit = sums.units().get(u);
      int[] of = sums.targets(u);
      long more = (long) of.length << unit.conditions().size();
      if (unit.fitsATable() && sums.size() <= Short.MAX_VALUE && entries + more <= MOST_ENTRIES) {
        tabled.add(u);
        targets.add(of);
        entries += (int) more;
      } else {
        deep.add(u);
      }
    }
    return filled(sums.only(tabled), targets, entries, new DeepLeaves(sums.only(deep)));
  }

  private static UnitTables filled(
      Contributions sums, List<int[]> targets, int entries, DeepLeaves deep) {
    int units = targets.size();
    int[] tableStarts = new int[units];
    int[] targetStarts = new int[units + 1];
    for (int u = 0; u < units; u++) {
      targetStarts[u + 1] = targetStarts[u] + targets.get(u).length;
    }
    short[] all = new short[targetStarts[units]];
    double[] table = new double[entries];
    double[] row = new double[sums.size()];
    int at = 0;
    for (int u = 0; u < units; u++) {
      tableStarts[u] = at;
      int[] own = targets.get(u);
      for (int j = 0; j < own.length; j++) {
        all[targetStarts[u] + j] = (short) own[j];
      }
      for (long answers = 0; answers < 1L << sums.units().get(u).conditions().size(); answers++) {
        sums.add(u, answers, row);
        for (int target : own) {
          table[at++] = row[target];
          row[target] = 0;
        }
      }
    }
    return new UnitTables(sums.units(), tableStarts, targetStarts, all, table, deep);
  }
}
