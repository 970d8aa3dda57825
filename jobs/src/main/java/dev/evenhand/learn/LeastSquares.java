package dev.evenhand.learn;

/**
 * Solves C β = D for a covariance matrix C, column by column of D; a variable that depends linearly
 * on those before it gets β = 0.
 *
 * <p>Plain loops and not BLAS, as in {@link Cholesky}.
 */
final class LeastSquares {
  /** A variable with less than this share of its variance left is one of those before it. */
  private static final double LEAST_SHARE = 1e-10;

  private LeastSquares() {}

  /**
   * @param covariance its lower triangle is read
   * @param right one row for each variable
   */
  static double[][] solve(double[][] covariance, double[][] right) {
    int n = covariance.length;
    double[][] factor = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] row = new double[i + 1];
      double own = covariance[i][i];
      for (int j = 0; j < i; j++) {
        row[j] = factor[j] == null ? 0 : (covariance[i][j] - dot(row, factor[j], j)) / factor[j][j];
      }
      double left = own - dot(row, row, i);
      if (own > 0 && left > LEAST_SHARE * own) {
        row[i] = Math.sqrt(left);
        factor[i] = row;
      }
    }
    return substituted(factor, right);
  }

  private static double[][] substituted(double[][] factor, double[][] right) {
    int n = factor.length;
    int width = n == 0 ? 0 : right[0].length;
    double[][] x = new double[n][width];
    for (int column = 0; column < width; column++) {
      for (int i = 0; i < n; i++) {
        if (factor[i] != null) {
          double sum = right[i][column];
          for (int j = 0; j < i; j++) {
            sum -= factor[i][j] * x[j][column];
          }
          x[i][column] = sum / factor[i][i];
        }
      }
      for (int i = n - 1; i >= 0; i--) {
        if (factor[i] != null) {
          x[i][column] /= factor[i][i];
          for (int j = 0; j < i; j++) {
            x[j][column] -= factor[i][j] * x[i][column];
          }
        }
      }
      for (int i = 0; i < n; i++) {
        x[i][column] = factor[i] == null ? 0 : x[i][column];
      }
    }
    return x;
  }

  private static double dot(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
