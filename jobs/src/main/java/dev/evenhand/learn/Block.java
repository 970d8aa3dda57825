package dev.evenhand.learn;

import java.io.Serializable;
import java.util.List;

/**
 * A few thousand rows as arrays.
 *
 * @param rows their number
 * @param width features in a row
 * @param starts where each row begins in {@code values}, and the end; for dense rows null
 * @param indices the feature of each value; for dense rows null
 * @param labels 0 or 1
 * @param weights each row's weight in the loss; 0 for rows that only choose the threshold
 * @param rateWeights each row's weight in the rates of groups
 * @param deciding 1 for rows on which the share of selected rows is measured
 * @param combinations each row's combination of sensitive values, an index into {@code values}
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

  /** The same rows with every feature multiplied by its factor. */
  Block scaled(double[] factors) {
    double[] scaled = new double[values.length];
    for (int row = 0; row < rows; row++) {
      for (int at = start(row); at < end(row); at++) {
        scaled[at] = values[at] * factors[feature(row, at)];
      }
    }
    return new Block(
        rows,
        width,
        scaled,
        starts,
        indices,
        labels,
        weights,
        rateWeights,
        deciding,
        combinations,
        sensitive);
  }
}
