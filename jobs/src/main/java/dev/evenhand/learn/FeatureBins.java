package dev.evenhand.learn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bins of each feature, cut as MLlib's trees cut them: between all values if they are few, else
 * at about equal counts; a category is a bin of its own.
 *
 * @param thresholds of a continuous feature; a value at or below the first is in bin 0
 * @param categories of a categorical feature; 0 for a continuous one
 */
record FeatureBins(double[][] thresholds, int[] categories) implements Serializable {
  private static final long serialVersionUID = 1L;

  int width() {
    return categories.length;
  }

  boolean isCategorical(int feature) {
    return categories[feature] > 0;
  }

  int count(int feature) {
    return isCategorical(feature) ? categories[feature] : thresholds[feature].length + 1;
  }

  byte bin(int feature, double value) {
    if (isCategorical(feature)) {
      return (byte) (int) value;
    }
    int found = Arrays.binarySearch(thresholds[feature], value + 0.0);
    return (byte) (found >= 0 ? found : -found - 1);
  }

  static double[] thresholds(TreeMap<Double, Long> values, int mostBins) {
    if (values.size() <= mostBins) {
      return betweenAll(values);
    }
    double total = 0;
    for (long count : values.values()) {
      total += count;
    }
    double stride = total / mostBins;
    double target = stride;
    double before = 0;
    double lastValue = Double.NaN;
    List<Double> found = new ArrayList<>();
    for (Map.Entry<Double, Long> entry : values.entrySet()) {
      double after = before + entry.getValue();
      boolean isNearerBefore = Math.abs(before - target) < Math.abs(after - target);
      if (before > 0 && isNearerBefore) {
        found.add(middle(lastValue, entry.getKey()));
        target += stride;
      }
      before = after;
      lastValue = entry.getKey();
    }
    return found.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] betweenAll(TreeMap<Double, Long> values) {
    Double[] sorted = values.keySet().toArray(Double[]::new);
    double[] thresholds = new double[Math.max(0, sorted.length - 1)];
    for (int i = 0; i < thresholds.length; i++) {
      thresholds[i] = middle(sorted[i], sorted[i + 1]);
    }
    return thresholds;
  }

  private static double middle(double a, double b) {
    return (a + b) / 2;
  }
}
