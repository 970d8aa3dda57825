package dev.evenhand.learn;

/**
 * The factor L of a symmetric positive definite matrix A = L L', by rows, after scaling A to a unit
 * diagonal.
 *
 * <p>Plain loops and not BLAS, whose native forms differ between machines in the last digits.
 */
final class Cholesky {
  private final double[][] factor;
  private final double[] scale;

  private Cholesky(double[][] factor, double[] scale) {
    this.factor = factor;
    this.scale = scale;
  }

  /**
   * Null when the matrix is not positive definite.
   *
   * @param matrix its lower triangle is read
   * @param ridge is added to the unit diagonal, so that collinear columns still have a solution
   */
  static Cholesky of(double[][] matrix, double ridge) {
    int n = matrix.length;
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      double diagonal = matrix[i][i];
      if (!Double.isFinite(diagonal) || diagonal < 0) {
        return null;
      }
      scale[i] = diagonal > 0 ? 1 / Math.sqrt(diagonal) : 1;
    }
    double[][] factor = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] row = new double[i + 1];
      factor[i] = row;
      for (int j = 0; j < i; j++) {
        row[j] = (matrix[i][j] * scale[i] * scale[j] - dot(row, factor[j], j)) / factor[j][j];
      }
      double diagonal = matrix[i][i] > 0 ? 1 : 0;
      double pivot = diagonal + ridge - dot(row, row, i);
      if (!(pivot > ridge * 1e-3)) {
        return null;
      }
      row[i] = Math.sqrt(pivot);
    }
    return new Cholesky(factor, scale);
  }

  double[] solve(double[] right) {
    int n = right.length;
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = (right[i] * scale[i] - dot(factor[i], x, i)) / factor[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      x[i] /= factor[i][i];
      for (int j = 0; j < i; j++) {
        x[j] -= factor[i][j] * x[i];
      }
    }
    for (int i = 0; i < n; i++) {
      x[i] *= scale[i];
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
