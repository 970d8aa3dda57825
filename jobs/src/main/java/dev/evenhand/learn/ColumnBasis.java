package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns that are linearly independent and make up all others, found by Cholesky factorization
 * with pivoting of their Gram matrix, largest pivot first and the first of equals.
 */
final class ColumnBasis {
  private final int size;
  private final int[] columns;
  private final List<double[]> factor;

  private ColumnBasis(int size, int[] columns, List<double[]> factor) {
    this.size = size;
    this.columns = columns;
    this.factor = factor;
  }

  /**
   * @param matrix lower triangle of a Gram matrix
   * @param least the share of a column's length, squared, below which others make it up
   */
  static ColumnBasis of(double[][] matrix, double least) {
    int n = matrix.length;
    double[] rest = new double[n];
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      scale[i] = matrix[i][i] > 0 ? Math.sqrt(matrix[i][i]) : 1;
      rest[i] = matrix[i][i] > 0 ? 1 : 0;
    }
    List<double[]> factor = new ArrayList<>();
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < n) {
      int pivot = 0;
      for (int i = 1; i < n; i++) {
        pivot = rest[i] > rest[pivot] ? i : pivot;
      }
      if (!(rest[pivot] > least)) {
        break;
      }
      double[] column = new double[n];
      double root = scale[pivot] * Math.sqrt(rest[pivot]);
      for (int i = 0; i < n; i++) {
        double value = matrix[Math.max(i, pivot)][Math.min(i, pivot)];
        for (double[] earlier : factor) {
          value -= earlier[i] * earlier[pivot];
        }
        column[i] = rest[i] == Double.NEGATIVE_INFINITY ? 0 : value / root;
        rest[i] -= column[i] / scale[i] * column[i] / scale[i];
      }
      rest[pivot] = Double.NEGATIVE_INFINITY;
      chosen.add(pivot);
      factor.add(column);
    }
    int[] columns = chosen.stream().sorted().mapToInt(Integer::intValue).toArray();
    return new ColumnBasis(n, columns, factor);
  }

  boolean isAll() {
    return columns.length == size;
  }

  int[] columns() {
    return columns;
  }

  /**
   * The shortest coefficients that predict the same: the projection on the space of the rows.
   *
   * @param some coefficients of the basis, the others being 0
   */
  double[] shortest(double[] some) {
    double[] x = new double[size];
    for (int i = 0; i < some.length; i++) {
      x[columns[i]] = some[i];
    }
    double[] shortest = new double[size];
    List<double[]> directions = new ArrayList<>();
    for (double[] column : factor) {
      double[] direction = column.clone();
      for (int time = 0; time < 2; time++) {
        directions.forEach(earlier -> add(direction, -dot(direction, earlier), earlier));
      }
      double length = Math.sqrt(dot(direction, direction));
      for (int i = 0; i < size; i++) {
        direction[i] /= length;
      }
      directions.add(direction);
      add(shortest, dot(x, direction), direction);
    }
    return shortest;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] sum, double factor, double[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * values[i];
    }
  }
}
