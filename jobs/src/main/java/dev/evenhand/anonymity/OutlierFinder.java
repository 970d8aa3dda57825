package dev.evenhand.anonymity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the tuples of a class that gain most, row for row, when they are left out.
 *
 * <p>Candidates lie beyond all others in one dimension, so that the class doesn't cover them any
 * more: the lowest or the highest values of an interval, the rarest ones of a set, and all but one
 * branch of a label. Where groups count alike, rows must gain, too. A dimension costs O(tuples x
 * dimensions). One object serves one thread.
 */
final class OutlierFinder {
  private static final double LEAST_GAIN = 1e-9;

  private final Tuples tuples;
  private final Rules rules;
  private final Extent extent;
  private long rows;
  private double weight;
  private double penalty;
  private long mostRows;
  private double bestGain;
  private long bestRows;
  private List<int[]> bestLayers;

  OutlierFinder(Tuples tuples, Rules rules) {
    this.tuples = tuples;
    this.rules = rules;
    extent = new Extent(tuples, rules.factors());
  }

  /** Null where nothing is gained, or nothing within so many rows. */
  Outliers best(int number, int[] members, long most) {
    rows = tuples.rowsOf(members);
    if (members.length < 2 || rows <= rules.k()) {
      return null;
    }
    extent.clear();
    weight = 0;
    for (int member : members) {
      extent.add(member);
      weight += tuples.weight(member);
    }
    penalty = extent.penalty();
    mostRows = most;
    bestLayers = null;
    int[][] ends = new int[tuples.dimensions()][];
    Arrays.setAll(ends, at -> new int[] {extent.lowest(at), extent.highest(at)});
    for (int dimension = 0; dimension < ends.length && penalty > 0; dimension++) {
      search(members, dimension, ends[dimension]);
    }
    return bestLayers == null
        ? null
        : new Outliers(
            number,
            members,
            bestLayers.stream().flatMapToInt(Arrays::stream).toArray(),
            bestRows,
            bestGain);
  }

  private void search(int[] members, int dimension, int[] ends) {
    Domain domain = tuples.domain(dimension);
    int[] branches =
        domain instanceof LabelDomain labels ? labels.branches(ends[0], ends[1]) : null;
    List<int[]> layers = layers(members, dimension, branches);
    if (layers.size() < 2) {
      return;
    }
    if (branches == null && domain.isInterval()) {
      sweep(layers, layers.size());
      Collections.reverse(layers);
      sweep(layers, layers.size());
    } else {
      layers.sort(Comparator.comparingLong(layer -> -tuples.rowsOf(layer)));
      sweep(layers, branches == null ? layers.size() : 2);
    }
  }

  /** The members by code, or by branch of the code, ascending. */
  private List<int[]> layers(int[] members, int dimension, int[] branches) {
    long[] keys = new long[members.length];
    for (int i = 0; i < keys.length; i++) {
      int code = tuples.code(members[i], dimension);
      keys[i] = (long) (branches == null ? code : branches[code]) << 32 | i;
    }
    Arrays.sort(keys);
    List<int[]> layers = new ArrayList<>();
    for (int from = 0; from < keys.length; ) {
      int to = from;
      while (to < keys.length && keys[to] >> 32 == keys[from] >> 32) {
        to++;
      }
      layers.add(Arrays.stream(keys, from, to).mapToInt(key -> members[(int) key]).toArray());
      from = to;
    }
    return layers;
  }

  /** Keeps the first layers, fewer than {@code end}, and leaves out all others. */
  private void sweep(List<int[]> layers, int end) {
    long[] sensitive = new long[tuples.sensitiveSize()];
    extent.clear();
    long keptRows = 0;
    double keptWeight = 0;
    for (int kept = 1; kept < end; kept++) {
      for (int tuple : layers.get(kept - 1)) {
        extent.add(tuple);
        keptRows += tuples.rows(tuple);
        keptWeight += tuples.weight(tuple);
        tuples.addSensitive(tuple, sensitive, 1);
      }
      long left = rows - keptRows;
      if (keptRows >= rules.k() && left <= mostRows) {
        double less = penalty - extent.penalty();
        double gain = keptWeight * less - (weight - keptWeight) * (1 - penalty);
        double gainByRows = keptRows * less - left * (1 - penalty);
        if (gainByRows > LEAST_GAIN && isBest(gain, left) && rules.passes(sensitive, keptRows)) {
          bestGain = gain;
          bestRows = left;
          bestLayers = List.copyOf(layers.subList(kept, layers.size()));
        }
      }
    }
  }

  private boolean isBest(double gain, long left) {
    return gain > LEAST_GAIN
        && (bestLayers == null || gain / left > bestGain / bestRows * (1 + 1e-12));
  }
}
