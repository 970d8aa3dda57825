package dev.evenhand.anonymity;

import java.util.Arrays;
import java.util.stream.IntStream;

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
  private final SensitiveCounts sensitive;

  /**
   * In canonical order.
   *
   * @param codes dimension after dimension of the first tuple, then of the second …
   * @param weights what the loss of a tuple's rows counts, all together
   * @param sensitive the sensitive values of each tuple's rows; null where there are none
   */
  Tuples(Domain[] domains, int[] codes, int[] rows, double[] weights, SensitiveCounts sensitive) {
    this.domains = domains;
    this.codes = codes;
    this.rows = rows;
    this.weights = weights;
    this.sensitive = sensitive;
  }

  /** Whether a tuple counts otherwise than by its rows. */
  boolean isWeighted() {
    return IntStream.range(0, rows.length).anyMatch(tuple -> weights[tuple] != rows[tuple]);
  }

  /** The same, each counting by its rows. */
  Tuples byRows() {
    double[] counts = Arrays.stream(rows).asDoubleStream().toArray();
    return new Tuples(domains, codes, rows, counts, sensitive);
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

  /** How many sensitive values there are; 1 where no column is sensitive. */
  int sensitiveSize() {
    return sensitive == null ? 1 : sensitive.values();
  }

  /**
   * Adds the tuple's rows to a count by sensitive value, as often as said (-1: takes them away).
   */
  void addSensitive(int tuple, long[] rowsByValue, int times) {
    if (sensitive == null) {
      rowsByValue[0] += (long) times * rows[tuple];
    } else {
      sensitive.add(tuple, rowsByValue, times);
    }
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
