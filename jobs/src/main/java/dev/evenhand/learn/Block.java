package dev.evenhand.learn;

import java.io.Serializable;
import java.util.List;

/**
 * A few thousand rows as arrays, ordered by combination and label, so that a cell's rows lie
 * together.
 *
 * @param rows their number
 * @param width features in a row
 * @param starts where each row begins in {@code values}, and the end; for dense rows null
 * @param indices the feature of each value; for dense rows null
 * @param labels 0 or 1
 * @param weights each row's weight in the loss; 0 for rows that only choose the threshold
 * @param rateWeights each row's weight in the rates of groups
 * @param offsets added to each row's margin in the loss; null for none
 * @param deciding 1 for rows on which the share of selected rows is measured
 * @param combinations each row's combination of sensitive values, an index into {@code sensitive}
 * @param sensitive the combinations in this block
 */
record Block(
    int rows,
    int width,
    double[] values,
    int[] starts,
    int[] indices,
    byte[] labels,
    double[] weights,
    double[] rateWeights,
    double[] offsets,
    byte[] deciding,
    int[] combinations,
    List<List<String>> sensitive)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  boolean isDense() {
    return indices == null;
  }

  int start(int row) {
    return starts == null ? row * width : starts[row];
  }

  int end(int row) {
    return starts == null ? (row + 1) * width : starts[row + 1];
  }

  /** The feature to which the value at this position belongs. */
  int feature(int row, int position) {
    return indices == null ? position - row * width : indices[position];
  }

  double offset(int row) {
    return offsets == null ? 0 : offsets[row];
  }

  /** A number that equal rows have in common, in whatever block they lie. */
  long hash(int row) {
    long hash = mixed(labels[row] + 3L * deciding[row], weights[row]);
    hash = mixed(hash, rateWeights[row]);
    hash = mixed(hash + sensitive.get(combinations[row]).hashCode(), offset(row));
    for (int at = start(row); at < end(row); at++) {
      if (values[at] != 0) {
        hash = mixed(hash + feature(row, at), values[at]);
      }
    }
    return hash ^ (hash >>> 32);
  }

  private static long mixed(long hash, double value) {
    long sum = (hash ^ Double.doubleToLongBits(value)) * 0xBF58476D1CE4E5B9L;
    return sum ^ (sum >>> 29);
  }
}
