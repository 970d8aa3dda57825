package dev.evenhand.learn;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Weighted sums of sensitive variables, of inputs, and of their products, free of the order of
 * rows.
 *
 * <p>A variable is a number, scaled into [-1, 1], or the indicator of a value of text. Of the
 * indicators of a row only those that are 1 are visited.
 */
final class CrossProducts implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * What a row holds after its weight: sensitive numbers, inputs, sensitive texts.
   *
   * @param numbers how many sensitive numbers there are
   * @param ranges of these and of the inputs
   * @param places each text's values, with their variables
   * @param variables how many variables there are in all
   */
  record Shape(
      int numbers, List<NumberRange> ranges, List<Map<String, Integer>> places, int variables)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    int inputs() {
      return ranges.size() - numbers;
    }
  }

  private final Shape shape;
  private final ExactSums sums;
  private final int firstOfInputs;
  private final int firstOfSquares;
  private final int firstOfProducts;

  private final int[] active;
  private final double[] values;
  private final double[] inputs;

  CrossProducts(Shape shape, double largestWeight, long rows) {
    this.shape = shape;
    int n = shape.variables();
    firstOfInputs = 1 + n;
    firstOfSquares = firstOfInputs + shape.inputs();
    firstOfProducts = firstOfSquares + n * (n + 1) / 2;
    sums = new ExactSums(firstOfProducts + n * shape.inputs(), largestWeight, rows);
    active = new int[shape.numbers() + shape.places().size()];
    values = new double[active.length];
    inputs = new double[shape.inputs()];
  }

  void add(Row row) {
    double weight = row.getDouble(0);
    read(row);
    sums.add(0, weight);
    for (int j = 0; j < inputs.length; j++) {
      sums.add(firstOfInputs + j, weight * inputs[j]);
    }
    for (int a = 0; a < active.length; a++) {
      double weighted = weight * values[a];
      sums.add(1 + active[a], weighted);
      for (int b = 0; b <= a; b++) {
        sums.add(square(active[a], active[b]), weighted * values[b]);
      }
      int first = firstOfProducts + active[a] * inputs.length;
      for (int j = 0; j < inputs.length; j++) {
        sums.add(first + j, weighted * inputs[j]);
      }
    }
  }

  private void read(Row row) {
    int numbers = shape.numbers();
    for (int i = 0; i < numbers; i++) {
      active[i] = i;
      values[i] = shape.ranges().get(i).scaled(row.getDouble(1 + i));
    }
    for (int j = 0; j < inputs.length; j++) {
      inputs[j] = shape.ranges().get(numbers + j).scaled(row.getDouble(1 + numbers + j));
    }
    for (int t = 0; t < shape.places().size(); t++) {
      String value = row.getString(1 + numbers + inputs.length + t);
      active[numbers + t] = shape.places().get(t).get(value);
      values[numbers + t] = 1;
    }
  }

  private int square(int i, int j) {
    return firstOfSquares + i * (i + 1) / 2 + j;
  }

  CrossProducts merge(CrossProducts other) {
    sums.merge(other.sums);
    return this;
  }

  /** The mean of a variable, scaled as it is. */
  double mean(int variable) {
    return sums.value(1 + variable) / sums.value(0);
  }

  /** Covariances of the variables; the lower triangle. */
  double[][] covariance() {
    double[][] covariance = new double[shape.variables()][];
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        covariance[i][j] = sums.value(square(i, j)) / sums.value(0) - mean(i) * mean(j);
      }
    }
    return covariance;
  }

  /** Covariances of variables and inputs, a row for each variable. */
  double[][] rightSides() {
    double[][] right = new double[shape.variables()][shape.inputs()];
    for (int i = 0; i < right.length; i++) {
      for (int j = 0; j < right[i].length; j++) {
        double product = sums.value(firstOfProducts + i * shape.inputs() + j);
        double inputMean = sums.value(firstOfInputs + j) / sums.value(0);
        right[i][j] = product / sums.value(0) - mean(i) * inputMean;
      }
    }
    return right;
  }
}
