package dev.evenhand.learn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * ½ mean squared error + ½ Σ squares_j x_j² + Σ absolutes_j |x_j| in standard units, and each
 * group's mean squared error and mean prediction.
 *
 * @param columns the feature of each variable; the number of features for the intercept
 */
record RegressionProblem(
    int[] columns,
    QuadraticForm overall,
    List<Group> groups,
    double[] squares,
    double[] absolutes) {
  /** A pivot below this is a column that others make up. */
  private static final double LEAST_PIVOT = 1e-13;

  /**
   * A group's loss and mean prediction, as functions of the coefficients.
   *
   * @param rates of the mean prediction
   * @param meanLabel in standard units
   */
  record Group(
      String attribute,
      String name,
      double weight,
      QuadraticForm loss,
      double[] rates,
      double meanLabel) {
    String title() {
      return attribute + "=" + name;
    }

    double meanPrediction(double[] x) {
      double mean = 0;
      for (int i = 0; i < x.length; i++) {
        mean += rates[i] * x[i];
      }
      return mean;
    }

    /** What a multiplier charges for: the loss, or the mean prediction. */
    private QuadraticForm charged(RegressionConstraint constraint) {
      if (constraint == RegressionConstraint.BOUNDED_GROUP_LOSS) {
        return loss;
      }
      double[] half = Arrays.stream(rates).map(rate -> rate / 2).toArray();
      return new QuadraticForm(QuadraticForm.zero(rates.length).matrix(), half, 0);
    }

    private Group of(int[] variables) {
      double[] some = QuadraticForm.chosen(rates, variables);
      return new Group(attribute, name, weight, loss.of(variables), some, meanLabel);
    }
  }

  /** What is penalized and how, in MLlib's terms. */
  record Settings(double strength, double mixing, boolean standardizes, boolean hasIntercept) {}

  static RegressionProblem of(RegressionMoments moments, Settings settings) {
    int features = moments.features();
    int[] columns =
        IntStream.rangeClosed(0, features)
            .filter(i -> i == features ? settings.hasIntercept() : moments.deviations[i] > 0)
            .toArray();
    boolean centers = settings.hasIntercept();
    List<Group> groups =
        moments.groups(centers).stream().map(group -> group(group, columns)).toList();
    QuadraticForm overall = loss(moments.all(centers).means(), columns);
    double strength = settings.strength() / moments.labelUnitOutside();
    double[] squares = new double[columns.length];
    double[] absolutes = new double[columns.length];
    for (int i = 0; i < columns.length; i++) {
      double unit = penaltyUnit(moments, settings, columns[i]);
      squares[i] = strength * (1 - settings.mixing()) * unit * unit;
      absolutes[i] = strength * settings.mixing() * unit;
    }
    return new RegressionProblem(columns, overall, groups, squares, absolutes);
  }

  /** How much a coefficient in standard units counts; the intercept not at all. */
  private static double penaltyUnit(RegressionMoments moments, Settings settings, int column) {
    if (column == moments.features()) {
      return 0;
    }
    return settings.standardizes() ? 1 : 1 / moments.deviationOutside(column);
  }

  private static Group group(RegressionMoments.Group group, int[] columns) {
    double[][] means = group.sums().means();
    int label = means.length - 2;
    return new Group(
        group.attribute(),
        group.name(),
        group.weight(),
        loss(means, columns),
        rates(means, columns),
        means[label + 1][label]);
  }

  /** Row and column of a variable among features, label and 1. */
  private static int place(int column, int label) {
    return column < label ? column : label + 1;
  }

  private static QuadraticForm loss(double[][] means, int[] columns) {
    int label = means.length - 2;
    int[] places = Arrays.stream(columns).map(column -> place(column, label)).toArray();
    double[] linear = new double[places.length];
    double[][] matrix = new double[places.length][];
    for (int i = 0; i < places.length; i++) {
      double product = places[i] < label ? means[label][places[i]] : means[label + 1][label];
      linear[i] = -product;
      matrix[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = means[places[i]][places[j]];
      }
    }
    return new QuadraticForm(matrix, linear, means[label][label]);
  }

  private static double[] rates(double[][] means, int[] columns) {
    int label = means.length - 2;
    return Arrays.stream(columns)
        .mapToDouble(column -> means[label + 1][place(column, label)])
        .toArray();
  }

  int size() {
    return columns.length;
  }

  boolean isPenalized() {
    return IntStream.range(0, size()).anyMatch(i -> squares[i] > 0 || absolutes[i] > 0);
  }

  boolean isSmooth() {
    return Arrays.stream(absolutes).noneMatch(absolute -> absolute > 0);
  }

  /** The part of the objective that has a second derivative. */
  QuadraticForm smooth() {
    QuadraticForm half = overall.times(0.5);
    for (int i = 0; i < size(); i++) {
      half.matrix()[i][i] += squares[i] / 2;
    }
    return half;
  }

  double objective(double[] x) {
    return smooth().at(x) + absolute(x);
  }

  double absolute(double[] x) {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += absolutes[i] * Math.abs(x[i]);
    }
    return sum;
  }

  /** The problem of some of the variables, the others being 0. */
  RegressionProblem of(int[] variables) {
    return new RegressionProblem(
        Arrays.stream(variables).map(variable -> columns[variable]).toArray(),
        overall.of(variables),
        groups.stream().map(group -> group.of(variables)).toList(),
        QuadraticForm.chosen(squares, variables),
        QuadraticForm.chosen(absolutes, variables));
  }

  /** The smooth objective and what the multipliers charge groups for. */
  QuadraticForm lagrangian(RegressionConstraint constraint, double[] multipliers) {
    QuadraticForm sum = smooth();
    for (int group = 0; group < multipliers.length; group++) {
      if (multipliers[group] != 0) {
        sum = sum.plus(multipliers[group], groups.get(group).charged(constraint));
      }
    }
    return sum;
  }

  /**
   * A proof of how good a solution is: no coefficients within its limit have an objective below
   * this. The Lagrangian's least value, each absolute value replaced by a line below it.
   */
  double leastObjective(RegressionConstraint constraint, RegressionSolution solution) {
    double[] multipliers = balanced(constraint, solution.multipliers());
    double charge = Arrays.stream(multipliers).map(Math::abs).sum();
    QuadraticForm lagrangian = lagrangian(constraint, multipliers);
    double[] slopes = lagrangian.gradient(solution.x());
    double[] linear = lagrangian.linear().clone();
    for (int i = 0; i < size(); i++) {
      linear[i] += Math.max(-absolutes[i], Math.min(absolutes[i], -slopes[i])) / 2;
    }
    var lines = new QuadraticForm(lagrangian.matrix(), linear, lagrangian.constant());
    double share = constraint == RegressionConstraint.MEAN_PREDICTION_PARITY ? 0.5 : 1;
    double paid = charge > 0 ? share * charge * solution.limit() : 0;
    return lines.least(solution.x()) - paid;
  }

  /** Mean predictions are charged as much as they are paid, within each attribute. */
  private double[] balanced(RegressionConstraint constraint, double[] multipliers) {
    double[] balanced = multipliers.clone();
    if (constraint != RegressionConstraint.MEAN_PREDICTION_PARITY) {
      return balanced;
    }
    for (int i = 0; i < groups.size(); i++) {
      String attribute = groups.get(i).attribute();
      int[] held =
          IntStream.range(0, groups.size())
              .filter(g -> multipliers[g] != 0 && groups.get(g).attribute().equals(attribute))
              .toArray();
      double sum = Arrays.stream(held).mapToDouble(g -> multipliers[g]).sum();
      balanced[i] -= multipliers[i] != 0 ? sum / held.length : 0;
    }
    return balanced;
  }

  /** The basis of the features when nothing is penalized and some are made up by others. */
  ColumnBasis basis() {
    return ColumnBasis.of(overall.matrix(), LEAST_PIVOT * size());
  }
}
