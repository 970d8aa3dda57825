package dev.evenhand.learn;

import java.util.Arrays;

/**
 * x'Mx + 2 l'x + c, M symmetric: a mean squared error as a function of the coefficients, or a
 * linear function where M is zero.
 *
 * @param matrix M's lower triangle, by rows
 */
record QuadraticForm(double[][] matrix, double[] linear, double constant) {
  int size() {
    return linear.length;
  }

  double at(double[] x) {
    double[] product = product(x);
    double sum = constant;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * (product[i] + 2 * linear[i]);
    }
    return sum;
  }

  /** Mx. */
  double[] product(double[] x) {
    double[] product = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double[] row = matrix[i];
      double sum = row[i] * x[i];
      for (int j = 0; j < i; j++) {
        sum += row[j] * x[j];
        product[j] += row[j] * x[i];
      }
      product[i] += sum;
    }
    return product;
  }

  /** 2 (Mx + l). */
  double[] gradient(double[] x) {
    double[] gradient = product(x);
    for (int i = 0; i < x.length; i++) {
      gradient[i] = 2 * (gradient[i] + linear[i]);
    }
    return gradient;
  }

  /** The form of some of the variables, the others being 0. */
  QuadraticForm of(int[] variables) {
    double[][] some = new double[variables.length][];
    for (int i = 0; i < variables.length; i++) {
      some[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        int row = Math.max(variables[i], variables[j]);
        some[i][j] = matrix[row][Math.min(variables[i], variables[j])];
      }
    }
    return new QuadraticForm(some, chosen(linear, variables), constant);
  }

  static double[] chosen(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
  }

  /** The form, and a last variable that counts with a factor. */
  QuadraticForm withVariable(double factor) {
    int n = size();
    double[][] larger = Arrays.copyOf(matrix, n + 1);
    larger[n] = new double[n + 1];
    double[] longer = Arrays.copyOf(linear, n + 1);
    longer[n] = factor / 2;
    return new QuadraticForm(larger, longer, constant);
  }

  QuadraticForm times(double factor) {
    return QuadraticForm.zero(size()).plus(factor, this);
  }

  QuadraticForm plusConstant(double added) {
    return new QuadraticForm(matrix, linear, constant + added);
  }

  /** This form and a multiple of another. */
  QuadraticForm plus(double factor, QuadraticForm other) {
    int n = size();
    double[][] sum = new double[n][];
    double[] line = new double[n];
    for (int i = 0; i < n; i++) {
      sum[i] = new double[i + 1];
      line[i] = linear[i] + factor * other.linear[i];
      for (int j = 0; j <= i; j++) {
        sum[i][j] = matrix[i][j] + factor * other.matrix[i][j];
      }
    }
    return new QuadraticForm(sum, line, constant + factor * other.constant);
  }

  static QuadraticForm zero(int size) {
    double[][] matrix = new double[size][];
    for (int i = 0; i < size; i++) {
      matrix[i] = new double[i + 1];
    }
    return new QuadraticForm(matrix, new double[size], 0);
  }

  /** Where the form is least; M positive definite, or nearly so. */
  double[] minimum() {
    return refined(new double[size()]);
  }

  /** The least value, found from a place that is near. */
  double least(double[] near) {
    return at(refined(near));
  }

  private double[] refined(double[] start) {
    Cholesky factor = Cholesky.of(matrix, 0);
    for (double ridge = 1e-14; factor == null && ridge < 1e-3; ridge *= 10) {
      factor = Cholesky.of(matrix, ridge);
    }
    double[] x = start.clone();
    for (int time = 0; factor != null && time < 3; time++) {
      double[] rest = gradient(x);
      double[] step = factor.solve(Arrays.stream(rest).map(r -> -r / 2).toArray());
      for (int i = 0; i < x.length; i++) {
        x[i] += step[i];
      }
    }
    return x;
  }
}
