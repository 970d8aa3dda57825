package dev.evenhand.anonymity;

import java.util.Arrays;

/**
 * Sorts counts and puts them together: entries that differ in the sensitive value only are one
 * tuple.
 */
final class TupleMerger {
  private final Domain[] domains;
  private final int[][] codes;
  private final int[] rows;
  private final double[] weights;

  /**
   * @param codes by dimension; then those of the sensitive value, or null
   * @param weights what the loss of each entry's rows counts
   */
  TupleMerger(Domain[] domains, int[][] codes, int[] rows, double[] weights) {
    this.domains = domains;
    this.codes = codes;
    this.rows = rows;
    this.weights = weights;
  }

  /**
   * @param entries one of each tuple's
   */
  record Merged(Tuples tuples, int[] entries) {}

  Merged merge(int sensitiveSize) {
    int dimensions = domains.length;
    int[] order = canonical(sensitiveSize);
    int[] flat = new int[rows.length * dimensions];
    int[] merged = new int[rows.length];
    double[] weigh = new double[rows.length];
    int[] from = new int[rows.length + 1];
    int size = 0;
    for (int i = 0; i < order.length; i++) {
      if (i == 0 || !sameTuple(order[i - 1], order[i])) {
        for (int at = 0; at < dimensions; at++) {
          flat[size * dimensions + at] = codes[at][order[i]];
        }
        from[size++] = i;
      }
      merged[size - 1] = Math.addExact(merged[size - 1], rows[order[i]]);
      weigh[size - 1] += weights[order[i]];
    }
    from[size] = order.length;
    int[] entries = Arrays.stream(from, 0, size).map(i -> order[i]).toArray();
    Tuples tuples =
        new Tuples(
            domains,
            Arrays.copyOf(flat, size * dimensions),
            Arrays.copyOf(merged, size),
            Arrays.copyOf(weigh, size),
            sensitive(sensitiveSize, Arrays.copyOf(from, size + 1), order));
    return new Merged(tuples, entries);
  }

  private SensitiveCounts sensitive(int sensitiveSize, int[] from, int[] order) {
    int[] values = codes[domains.length];
    return values == null
        ? null
        : new SensitiveCounts(
            sensitiveSize,
            from,
            Arrays.stream(order).map(i -> values[i]).toArray(),
            Arrays.stream(order).map(i -> rows[i]).toArray());
  }

  private boolean sameTuple(int one, int other) {
    for (int at = 0; at < domains.length; at++) {
      if (codes[at][one] != codes[at][other]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Sorted by one dimension after the other, the first one first: a stable counting sort for each.
   */
  private int[] canonical(int sensitiveSize) {
    int[] order = new int[rows.length];
    Arrays.setAll(order, i -> i);
    for (int at = domains.length; at >= 0; at--) {
      if (codes[at] != null) {
        int size = at == domains.length ? sensitiveSize : domains[at].size();
        order = sortedBy(codes[at], size, order);
      }
    }
    return order;
  }

  private static int[] sortedBy(int[] codes, int size, int[] order) {
    int[] place = new int[size + 1];
    for (int code : codes) {
      place[code + 1]++;
    }
    for (int code = 0; code < size; code++) {
      place[code + 1] += place[code];
    }
    int[] sorted = new int[order.length];
    for (int i : order) {
      sorted[place[codes[i]]++] = i;
    }
    return sorted;
  }
}
