package dev.evenhand.learn;

import java.io.Serializable;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/**
 * A training row whose features are no longer than a norm, and which weighs as much as its part of
 * its subject's rows.
 *
 * @param indices of the values; null where every feature has one
 */
record PrivateExample(int[] indices, double[] values, double label, double weight)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Null where the label is neither 0 nor 1, or a feature is no finite number. */
  static PrivateExample of(Vector features, double label, double weight, double maxNorm) {
    double factor = factor(features, maxNorm);
    if (!(label == 0 || label == 1) || !Double.isFinite(factor)) {
      return null;
    }
    boolean isSparse = features instanceof SparseVector;
    double[] values = isSparse ? ((SparseVector) features).values() : features.toArray();
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = values[i] * factor;
    }
    int[] indices = isSparse ? ((SparseVector) features).indices() : null;
    return new PrivateExample(indices, scaled, label, weight);
  }

  /** What features are multiplied with so that they are no longer than the norm; NaN for none. */
  static double factor(Vector features, double maxNorm) {
    double squares = 0;
    double[] values =
        features instanceof SparseVector sparse ? sparse.values() : features.toArray();
    for (double value : values) {
      squares += value * value;
    }
    if (!(squares < Double.MAX_VALUE)) {
      return Double.NaN;
    }
    // A last digit may be rounded up; the grid's norm has room for it.
    return Math.min(1, maxNorm / Math.max(Math.sqrt(squares), Double.MIN_NORMAL));
  }

  /** Adds (p - y) x and, last, (p - y), in steps of a grid; every part is rounded towards 0. */
  void addGradient(double[] point, double steps, long[] sums) {
    int last = point.length - 1;
    double margin = point[last];
    for (int i = 0; i < values.length; i++) {
      margin += point[indices == null ? i : indices[i]] * values[i];
    }
    double error = (Point.sigmoid(margin) - label) * weight * steps;
    for (int i = 0; i < values.length; i++) {
      sums[indices == null ? i : indices[i]] += (long) (error * values[i]);
    }
    sums[last] += (long) error;
  }
}
