package dev.evenhand.learn;

import java.io.Serializable;

/**
 * Where a node's histogram keeps its sums: for each bin of each feature Σ weight · residual, the
 * number of rows and, unless all weights are 1, Σ weight.
 *
 * @param offsets where each feature begins
 * @param size of one node's histogram
 * @param stride sums of a bin
 */
record HistogramLayout(int[] offsets, int size, int stride) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SUMS = 1 << 24;

  static HistogramLayout of(FeatureBins bins, boolean isUnweighted) {
    int stride = isUnweighted ? 2 : 3;
    int[] offsets = new int[bins.width()];
    int size = 0;
    for (int feature = 0; feature < offsets.length; feature++) {
      offsets[feature] = size;
      size += stride * bins.count(feature);
    }
    return new HistogramLayout(offsets, size, stride);
  }

  boolean hasWeights() {
    return stride == 3;
  }

  /** How many nodes one pass gathers: 128 MB of histograms. */
  int nodesAtOnce() {
    return Math.max(1, MOST_SUMS / size);
  }

  /** The sums of a bin; rows that weigh 1 do so in fixed point, too. */
  NodeSums at(long[] histogram, int feature, int bin) {
    int at = offsets[feature] + stride * bin;
    long rows = histogram[at + 1];
    return new NodeSums(histogram[at], hasWeights() ? histogram[at + 2] : rows, rows);
  }
}
