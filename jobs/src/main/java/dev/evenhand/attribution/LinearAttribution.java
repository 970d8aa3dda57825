package dev.evenhand.attribution;

import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/**
 * Contributions of a linear model: φ of a player is Σ w (x − mean) over its entries. Lundberg and
 * Lee (2017), corollary 1: the interventional Shapley values against the rows of that mean.
 */
final class LinearAttribution implements Attribution {
  private static final long serialVersionUID = 1L;

  private final double[][] coefficients;
  private final double[] intercepts;
  private final double[] mean;
  private final int[] playerOf;
  private final int players;

  LinearAttribution(LinearForm form, double[] mean, Players players) {
    coefficients = form.coefficients();
    intercepts = form.intercepts();
    this.mean = mean;
    playerOf = players.ofEntry();
    this.players = players.names().size();
  }

  @Override
  public int features() {
    return mean.length;
  }

  @Override
  public double[] base() {
    double[] base = intercepts.clone();
    for (int c = 0; c < base.length; c++) {
      for (int i = 0; i < mean.length; i++) {
        base[c] += coefficients[c][i] * mean[i];
      }
    }
    return base;
  }

  @Override
  public double[] of(Vector row) {
    double[] values = row instanceof SparseVector ? row.toArray() : row.toDense().values();
    double[] sums = new double[coefficients.length * players];
    for (int c = 0; c < coefficients.length; c++) {
      for (int i = 0; i < mean.length; i++) {
        sums[c * players + playerOf[i]] += coefficients[c][i] * (values[i] - mean[i]);
      }
    }
    return sums;
  }
}
