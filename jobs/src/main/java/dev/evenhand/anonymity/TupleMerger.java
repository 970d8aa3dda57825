package dev.evenhand.anonymity;

import java.util.Arrays;

/** Puts sorted counts together: entries that differ in the sensitive value only are one tuple. */
final class TupleMerger {
  private final Domain[] domains;
  private final int[][] codes;
  private final int[] rows;
  private final int[] order;

  /**
   * @param codes by dimension; then those of the sensitive value, or null
   * @param order the entries in canonical order
   */
  TupleMerger(Domain[] domains, int[][] codes, int[] rows, int[] order) {
    this.domains = domains;
    this.codes = codes;
    this.rows = rows;
    this.order = order;
  }

  /**
   * @param entries one of each tuple's
   */
  record Merged(Tuples tuples, int[] entries) {}

  Merged merge(int sensitiveSize) {
    int dimensions = domains.length;
    int[] flat = new int[rows.length * dimensions];
    int[] merged = new int[rows.length];
    int[] from = new int[rows.length + 1];
    int size = 0;
    for (int i = 0; i < order.length; i++) {
      if (i == 0 || !sameTuple(order[i - 1], order[i])) {
        for (int at = 0; at < dimensions; at++) {
          flat[size * dimensions + at] = codes[at][order[i]];
        }
        from[size++] = i;
      }
      merged[size - 1] += rows[order[i]];
    }
    from[size] = order.length;
    int[] entries = Arrays.stream(from, 0, size).map(i -> order[i]).toArray();
    int[] kept = Arrays.copyOf(merged, size);
    SensitiveCounts sensitive =
        codes[dimensions] == null
            ? null
            : new SensitiveCounts(
                sensitiveSize,
                Arrays.copyOf(from, size + 1),
                Arrays.stream(order).map(i -> codes[dimensions][i]).toArray(),
                Arrays.stream(order).map(i -> rows[i]).toArray());
    double[] weights = Arrays.stream(kept).asDoubleStream().toArray();
    Tuples tuples =
        new Tuples(domains, Arrays.copyOf(flat, size * dimensions), kept, weights, sensitive);
    return new Merged(tuples, entries);
  }

  private boolean sameTuple(int one, int other) {
    for (int at = 0; at < domains.length; at++) {
      if (codes[at][one] != codes[at][other]) {
        return false;
      }
    }
    return true;
  }
}
