package dev.evenhand.learn;

import java.util.Arrays;

/**
 * Coefficients in standard units and what the constraint costs.
 *
 * @param multipliers of each group: of its loss, or of its mean prediction (negative when held up)
 * @param limit the bound that was held; infinite for none
 * @param tightest the least bound that can be met, when the one asked for can't; else null
 */
record RegressionSolution(double[] x, double[] multipliers, double limit, Double tightest) {
  static RegressionSolution plain(RegressionProblem problem, double[] x) {
    return new RegressionSolution(
        x, new double[problem.groups().size()], Double.POSITIVE_INFINITY, null);
  }

  RegressionSolution withX(double[] other) {
    return new RegressionSolution(other, multipliers, limit, tightest);
  }

  /** The solution of a problem of more variables. */
  RegressionSolution among(int size, int[] variables) {
    double[] all = new double[size];
    for (int i = 0; i < variables.length; i++) {
      all[variables[i]] = x[i];
    }
    return withX(all);
  }

  /** The largest coefficient, and at least 1. */
  double largest() {
    return Arrays.stream(x).map(Math::abs).reduce(1, Math::max);
  }
}
