package dev.evenhand.learn;

import java.io.Serializable;

/**
 * What must be known of all rows before they are binned: the profile, and each feature's values.
 */
final class BinProfile implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_VALUES = 1 << 21;
  private static final int MOST_OF_ONE = 8192;
  private static final int FEWEST_OF_ONE = 1024;

  final BlockProfile profile = new BlockProfile();
  private ValueCounts[] values = {};
  private double lowestWeight = Double.POSITIVE_INFINITY;

  BinProfile add(Block block) {
    profile.add(block);
    if (values.length == 0 && block.width() > 0) {
      int share = MOST_VALUES / block.width();
      values = new ValueCounts[block.width()];
      for (int feature = 0; feature < values.length; feature++) {
        values[feature] = new ValueCounts(Math.max(FEWEST_OF_ONE, Math.min(MOST_OF_ONE, share)));
      }
    }
    if (block.width() == values.length) { // else the profile tells of vectors of different lengths
      addValues(block);
    }
    return this;
  }

  private void addValues(Block block) {
    long[] zeros = new long[values.length];
    long rows = 0;
    for (int row = 0; row < block.rows(); row++) {
      double weight = block.weights()[row];
      lowestWeight = Math.min(lowestWeight, weight);
      if (weight > 0) {
        rows++;
        for (int at = block.start(row); at < block.end(row); at++) {
          int feature = block.feature(row, at);
          values[feature].add(block.values()[at], 1);
          zeros[feature]--;
        }
      }
    }
    for (int feature = 0; feature < zeros.length; feature++) {
      values[feature].add(0, rows + zeros[feature]);
    }
  }

  BinProfile merge(BinProfile other) {
    profile.merge(other.profile);
    lowestWeight = Math.min(lowestWeight, other.lowestWeight);
    if (values.length == 0) {
      values = other.values;
    } else if (values.length == other.values.length) {
      for (int feature = 0; feature < values.length; feature++) {
        values[feature].merge(other.values[feature]);
      }
    }
    return this;
  }

  /** True when every row weighs 1. */
  boolean isUnweighted() {
    return lowestWeight == 1 && profile.largestWeight == 1;
  }

  /** The bins of every feature; a feature with that many categories, or 0, has as many bins. */
  FeatureBins bins(int mostBins, int[] categories) {
    double[][] thresholds = new double[values.length][];
    for (int feature = 0; feature < values.length; feature++) {
      thresholds[feature] =
          categories[feature] > 0
              ? new double[0]
              : FeatureBins.thresholds(values[feature].sorted(), mostBins);
    }
    return new FeatureBins(thresholds, categories);
  }
}
