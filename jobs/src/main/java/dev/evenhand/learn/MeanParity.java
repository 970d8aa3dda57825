package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Mean predictions of an attribute's groups lie at most a bound apart: for a level of each
 * attribute, level ≤ mean of each group ≤ level + bound, a quadratic program.
 */
final class MeanParity {
  private static final double FIRST_PRICE = 1e3;
  private static final double MOST_PRICE = 1e9;
  private static final double LEAST_EXCESS = 1e-10;

  private final RegressionProblem problem;
  private final List<List<Integer>> attributes;
  private final double bound;

  private MeanParity(RegressionProblem problem, List<List<Integer>> attributes, double bound) {
    this.problem = problem;
    this.attributes = attributes;
    this.bound = bound;
  }

  /**
   * @param groups that are held
   * @param bound in standard units
   */
  static RegressionSolution solve(RegressionProblem problem, int[] groups, double bound) {
    Map<String, List<Integer>> attributes = new TreeMap<>();
    for (int group : groups) {
      String attribute = problem.groups().get(group).attribute();
      attributes.computeIfAbsent(attribute, key -> new ArrayList<>()).add(group);
    }
    return new MeanParity(problem, List.copyOf(attributes.values()), bound).solved();
  }

  /** The largest difference between mean predictions of an attribute's groups. */
  static double difference(RegressionProblem problem, int[] groups, double[] x) {
    Map<String, List<Double>> means = new TreeMap<>();
    for (int group : groups) {
      RegressionProblem.Group held = problem.groups().get(group);
      means.computeIfAbsent(held.attribute(), key -> new ArrayList<>()).add(held.meanPrediction(x));
    }
    return means.values().stream()
        .mapToDouble(all -> Collections.max(all) - Collections.min(all))
        .max()
        .orElse(0);
  }

  private RegressionSolution solved() {
    int[] held = attributes.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
    RegressionSolution plain = RegressionFit.plain(problem);
    if (difference(problem, held, plain.x()) <= bound) {
      return plain;
    }
    RegressionSolution solution = plain;
    for (double price = FIRST_PRICE; price <= MOST_PRICE; price *= 100) {
      solution = at(price);
      if (difference(problem, held, solution.x()) <= bound + LEAST_EXCESS) {
        break;
      }
    }
    return solution;
  }

  private RegressionSolution at(double price) {
    int n = problem.size();
    List<QuadraticProgram.Row> rows = new ArrayList<>();
    for (int attribute = 0; attribute < attributes.size(); attribute++) {
      for (int group : attributes.get(attribute)) {
        double[] rates = problem.groups().get(group).rates();
        rows.add(row(rates, 1, n + attribute, bound, price));
        rows.add(row(rates, -1, n + attribute, 0, price));
      }
    }
    rows.addAll(List.of(absoluteRows(problem)));
    QuadraticProgram.Row[] all = rows.toArray(QuadraticProgram.Row[]::new);
    var solution = program(problem.smooth(), attributes.size(), all).solve();
    double[] multipliers = new double[problem.groups().size()];
    int next = 0;
    for (List<Integer> attribute : attributes) {
      for (int group : attribute) {
        multipliers[group] = solution.multipliers()[next] - solution.multipliers()[next + 1];
        next += 2;
      }
    }
    return new RegressionSolution(Arrays.copyOf(solution.x(), n), multipliers, bound, null);
  }

  /** sign (rates'x - level) ≤ bound. */
  private static QuadraticProgram.Row row(
      double[] rates, int sign, int level, double bound, double price) {
    int n = rates.length;
    int[] variables = new int[n + 1];
    double[] values = new double[n + 1];
    for (int i = 0; i < n; i++) {
      variables[i] = i;
      values[i] = sign * rates[i];
    }
    variables[n] = level;
    values[n] = -sign;
    return new QuadraticProgram.Row(variables, values, bound, price);
  }

  /** |x_j| at its price, as pairs of constraints. */
  static QuadraticProgram.Row[] absoluteRows(RegressionProblem problem) {
    List<QuadraticProgram.Row> rows = new ArrayList<>();
    for (int j = 0; j < problem.size(); j++) {
      double price = problem.absolutes()[j];
      if (price > 0) {
        int[] variable = {j};
        rows.add(new QuadraticProgram.Row(variable, new double[] {1}, 0, price));
        rows.add(new QuadraticProgram.Row(variable, new double[] {-1}, 0, price));
      }
    }
    return rows.toArray(QuadraticProgram.Row[]::new);
  }

  /** Minimizes a form and some more variables that are free. */
  static QuadraticProgram program(QuadraticForm form, int free, QuadraticProgram.Row[] rows) {
    int n = form.size();
    double[][] hessian = new double[n + free][];
    double[] linear = new double[n + free];
    for (int i = 0; i < n + free; i++) {
      hessian[i] = new double[i + 1];
      for (int j = 0; j <= i && i < n; j++) {
        hessian[i][j] = 2 * form.matrix()[i][j];
      }
      linear[i] = i < n ? 2 * form.linear()[i] : 0;
    }
    return new QuadraticProgram(hessian, linear, rows);
  }
}
