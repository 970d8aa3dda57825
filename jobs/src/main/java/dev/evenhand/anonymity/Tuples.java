package dev.evenhand.anonymity;

import java.util.Arrays;

/**
 * The distinct combinations of quasi-identifiers of a table and how many rows have each.
 *
 * <p>Dense arrays in a canonical order (by code, dimension after dimension), so that whatever is
 * computed from them doesn't depend on how the table was partitioned.
 */
final class Tuples {
  private final Domain[] domains;
  private final int[] codes;
  private final int[] rows;
  private final double[] weights;
  private final int[] sensitive;
  private final int sensitiveSize;

  /**
   * In canonical order.
   *
   * @param codes dimension after dimension of the first tuple, then of the second …
   * @param weights what the loss of a tuple's rows counts, all together
   * @param sensitive the number of the sensitive value of each; null where there is none
   */
  Tuples(
      Domain[] domains,
      int[] codes,
      int[] rows,
      double[] weights,
      int[] sensitive,
      int sensitiveSize) {
    this.domains = domains;
    this.codes = codes;
    this.rows = rows;
    this.weights = weights;
    this.sensitive = sensitive;
    this.sensitiveSize = sensitiveSize;
  }

  int size() {
    return rows.length;
  }

  int dimensions() {
    return domains.length;
  }

  Domain domain(int dimension) {
    return domains[dimension];
  }

  int code(int tuple, int dimension) {
    return codes[tuple * domains.length + dimension];
  }

  int rows(int tuple) {
    return rows[tuple];
  }

  double weight(int tuple) {
    return weights[tuple];
  }

  /** The number of the tuple's sensitive value; 0 where there is none. */
  int sensitive(int tuple) {
    return sensitive == null ? 0 : sensitive[tuple];
  }

  int sensitiveSize() {
    return sensitive == null ? 1 : sensitiveSize;
  }

  long totalRows() {
    return Arrays.stream(rows).asLongStream().sum();
  }

  long rowsOf(int[] members) {
    long sum = 0;
    for (int member : members) {
      sum += rows[member];
    }
    return sum;
  }
}
