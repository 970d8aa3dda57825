package dev.evenhand.learn;

import java.util.stream.IntStream;

/**
 * Finds the coefficients of a regression from its sums.
 *
 * <p>Without a penalty the problem is solved on independent columns, and the shortest of the
 * equally good coefficients are given; with an absolute penalty coefficients near 0 are left out
 * and the rest is solved again, which is kept if they had to be 0.
 */
final class RegressionFit {
  private static final double LEAST_COEFFICIENT = 1e-7;
  private static final double LEAST_SLOPE = 1e-7;

  private RegressionFit() {}

  /** What is asked of some groups; no constraint is null. */
  record Demand(RegressionConstraint constraint, int[] groups, double bound) {
    private RegressionSolution solve(RegressionProblem problem) {
      if (constraint == null) {
        return plain(problem);
      }
      return switch (constraint) {
        case BOUNDED_GROUP_LOSS -> BoundedLoss.solve(problem, groups, bound);
        case MEAN_PREDICTION_PARITY -> MeanParity.solve(problem, groups, bound);
      };
    }
  }

  static RegressionSolution fit(RegressionProblem problem, Demand demand) {
    if (problem.size() == 0) {
      return demand.solve(problem);
    }
    if (!problem.isPenalized()) {
      ColumnBasis basis = problem.basis();
      RegressionSolution some = demand.solve(basis.isAll() ? problem : problem.of(basis.columns()));
      return basis.isAll() ? some : some.withX(basis.shortest(some.x()));
    }
    RegressionSolution first = demand.solve(problem);
    if (problem.isSmooth()) {
      return first;
    }
    double least = LEAST_COEFFICIENT * first.largest();
    int[] support =
        IntStream.range(0, problem.size())
            .filter(i -> problem.absolutes()[i] == 0 || Math.abs(first.x()[i]) > least)
            .toArray();
    if (support.length == problem.size()) {
      return first;
    }
    RegressionSolution second = demand.solve(problem.of(support)).among(problem.size(), support);
    return isOptimalAtZero(problem, demand, second) ? second : first;
  }

  /** True if no coefficient that is 0 would rather not be. */
  private static boolean isOptimalAtZero(
      RegressionProblem problem, Demand demand, RegressionSolution solution) {
    double[] slopes =
        problem.lagrangian(demand.constraint(), solution.multipliers()).gradient(solution.x());
    return IntStream.range(0, problem.size())
        .filter(i -> solution.x()[i] == 0)
        .allMatch(i -> Math.abs(slopes[i]) <= problem.absolutes()[i] + LEAST_SLOPE);
  }

  /** Without a constraint. */
  static RegressionSolution plain(RegressionProblem problem) {
    QuadraticForm smooth = problem.smooth();
    if (problem.isSmooth()) {
      return RegressionSolution.plain(problem, smooth.minimum());
    }
    QuadraticProgram.Row[] rows = MeanParity.absoluteRows(problem);
    double[] x = MeanParity.program(smooth, 0, rows).solve().x();
    return RegressionSolution.plain(problem, x);
  }
}
