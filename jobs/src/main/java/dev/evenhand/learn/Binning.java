package dev.evenhand.learn;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;

/**
 * Turns blocks of values into blocks of bins.
 *
 * @param combinations the number of each combination of sensitive values
 * @param hasKeys true when rows need a key, by which they are sampled
 */
record Binning(
    FeatureBins bins,
    HashMap<List<String>, Integer> combinations,
    boolean isUnweighted,
    FixedScale weights,
    boolean hasKeys)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  BinnedBlock binned(Block block) {
    int width = bins.width();
    byte[] all = new byte[block.rows() * width];
    int[] numbers = new int[block.rows()];
    int[] local = block.sensitive().stream().mapToInt(combinations::get).toArray();
    long[] fixed = isUnweighted ? null : new long[block.rows()];
    long[] keys = hasKeys ? new long[block.rows()] : null;
    byte[] zeros = new byte[width];
    for (int feature = 0; feature < width; feature++) {
      zeros[feature] = bins.bin(feature, 0);
    }
    for (int row = 0; row < block.rows(); row++) {
      System.arraycopy(zeros, 0, all, row * width, width);
      for (int at = block.start(row); at < block.end(row); at++) {
        int feature = block.feature(row, at);
        all[row * width + feature] = bins.bin(feature, block.values()[at]);
      }
      numbers[row] = local[block.combinations()[row]];
      if (fixed != null) {
        fixed[row] = weights.of(block.weights()[row]);
      }
      if (keys != null) {
        keys[row] = key(block, row);
      }
    }
    return new BinnedBlock(
        new BinnedBlock.Rows(
            width,
            all,
            block.labels(),
            numbers,
            isUnweighted ? null : block.weights(),
            fixed,
            keys));
  }

  /** A number that follows from the row alone, wherever it lies. */
  private static long key(Block block, int row) {
    long key = ValueCounts.mixed(1 + block.labels()[row]);
    for (int at = block.start(row); at < block.end(row); at++) {
      double value = block.values()[at];
      if (value != 0) {
        int feature = block.feature(row, at);
        key = ValueCounts.mixed(key ^ (Double.doubleToLongBits(value) + feature));
      }
    }
    return key;
  }
}
