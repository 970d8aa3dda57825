package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.tree.CategoricalSplit;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.Split;

/**
 * The bins between the thresholds of all splits: values of one bin go the same way everywhere.
 *
 * <p>Bin b of a number holds values above b of its thresholds, NaN above all; bin c of a category
 * is the category c, the last bin whatever else the entry holds.
 */
final class FeatureCuts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] features;
  private final double[][] thresholds;
  private final int[] categories;

  private FeatureCuts(int[] features, double[][] thresholds, int[] categories) {
    this.features = features;
    this.thresholds = thresholds;
    this.categories = categories;
  }

  static FeatureCuts of(Collection<Split> splits) {
    Map<Integer, List<Split>> byFeature = new TreeMap<>();
    for (Split split : splits) {
      byFeature.computeIfAbsent(split.featureIndex(), f -> new ArrayList<>()).add(split);
    }
    int[] features = byFeature.keySet().stream().mapToInt(Integer::intValue).toArray();
    double[][] thresholds = new double[features.length][];
    int[] categories = new int[features.length];
    for (int i = 0; i < features.length; i++) {
      List<Split> own = byFeature.get(features[i]);
      thresholds[i] =
          own.stream()
              .filter(split -> split instanceof ContinuousSplit)
              .mapToDouble(split -> ((ContinuousSplit) split).threshold())
              .sorted()
              .distinct()
              .toArray();
      categories[i] =
          own.stream()
              .filter(split -> split instanceof CategoricalSplit)
              .mapToInt(split -> ((CategoricalSplit) split).numCategories())
              .max()
              .orElse(0);
    }
    return new FeatureCuts(features, thresholds, categories);
  }

  /** How many features splits use. */
  int count() {
    return features.length;
  }

  /** The entry of the vector that a used feature is. */
  int entry(int used) {
    return features[used];
  }

  int used(int entry) {
    return Arrays.binarySearch(features, entry);
  }

  int bins(int used) {
    return isCategory(used) ? categories[used] + 1 : thresholds[used].length + 1;
  }

  boolean isCategory(int used) {
    return categories[used] > 0;
  }

  /** Whether it has more categories than the 0 and 1 of a code. */
  boolean isNumbered(int used) {
    return categories[used] > 2;
  }

  double[] thresholds(int used) {
    return thresholds[used];
  }

  int bin(int used, double value) {
    int known = categories[used];
    if (known > 0) {
      int category = (int) value;
      return category == value && category >= 0 && category < known ? category : known;
    }
    double[] cuts = thresholds[used];
    int low = 0;
    int high = cuts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value <= cuts[middle]) { // as MLlib compares; false for NaN
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The bins of a row's used features. */
  int[] bins(Vector row) {
    double[] values = values(row);
    int[] bins = new int[values.length];
    for (int i = 0; i < bins.length; i++) {
      bins[i] = bin(i, values[i]);
    }
    return bins;
  }

  /** The bins that a split sends left, as the split itself says. */
  BitSet leftBins(Split split) {
    int used = used(split.featureIndex());
    BitSet bins = new BitSet();
    for (int bin = 0; bin < bins(used); bin++) {
      bins.set(bin, split.shouldGoLeft(probe(split.featureIndex(), value(used, bin))));
    }
    return bins;
  }

  /** A value of a bin. */
  private double value(int used, int bin) {
    if (isCategory(used)) {
      return bin < categories[used] ? bin : -1;
    }
    return bin < thresholds[used].length ? thresholds[used][bin] : Double.POSITIVE_INFINITY;
  }

  private static Vector probe(int entry, double value) {
    return Vectors.sparse(entry + 1, new int[] {entry}, new double[] {value});
  }

  /** The values of the used features. */
  double[] values(Vector row) {
    double[] values = new double[features.length];
    if (row instanceof DenseVector dense) {
      double[] all = dense.values();
      for (int i = 0; i < features.length; i++) {
        values[i] = all[features[i]];
      }
      return values;
    }
    SparseVector sparse = (SparseVector) row;
    int[] places = sparse.indices();
    int at = 0;
    for (int i = 0; i < features.length; i++) {
      while (at < places.length && places[at] < features[i]) {
        at++;
      }
      values[i] = at < places.length && places[at] == features[i] ? sparse.values()[at] : 0;
    }
    return values;
  }
}
