package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The mean squared error of each group is at most a bound: a convex program, solved from inside the
 * bounds. If no coefficients meet the bound, those of the least overall objective are taken among
 * those whose largest loss is (to a ten millionth) the least possible.
 */
final class BoundedLoss {
  private static final double WEIGHT_OF_REST = 1e-9;
  private static final double ENOUGH = 0.98;
  private static final double MARGIN = 1e-7;

  private final RegressionProblem problem;
  private final int[] groups;
  private final double bound;

  private BoundedLoss(RegressionProblem problem, int[] groups, double bound) {
    this.problem = problem;
    this.groups = groups;
    this.bound = bound;
  }

  /**
   * @param groups that are held
   * @param bound in standard units
   */
  static RegressionSolution solve(RegressionProblem problem, int[] groups, double bound) {
    return new BoundedLoss(problem, groups, bound).solved();
  }

  /** The largest loss of some groups. */
  static double largest(RegressionProblem problem, int[] groups, double[] x) {
    return Arrays.stream(groups)
        .mapToDouble(group -> problem.groups().get(group).loss().at(x))
        .max()
        .orElse(0);
  }

  private RegressionSolution solved() {
    RegressionSolution plain = RegressionFit.plain(problem);
    if (largest(problem, groups, plain.x()) <= bound) {
      return plain;
    }
    LossProgram.Solution last = leastLargest(plain.x());
    double[] inside = Arrays.copyOf(last.x(), problem.size());
    double least = largest(problem, groups, inside);
    if (least < bound * (1 - MARGIN)) {
      return within(bound, inside, null);
    }
    boolean isProved = leastMean(last.multipliers(), inside) > bound;
    return within(least * (1 + MARGIN) + 1e-14, inside, isProved ? least : null);
  }

  /** No coefficients have a largest loss below the least mean of the losses, however weighted. */
  private double leastMean(double[] weights, double[] near) {
    double total = Arrays.stream(weights).sum();
    QuadraticForm mean = QuadraticForm.zero(problem.size());
    for (int k = 0; k < groups.length; k++) {
      mean = mean.plus(weights[k] / total, problem.groups().get(groups[k]).loss());
    }
    return mean.least(near);
  }

  /** Coefficients whose largest loss is the least, or well within the bound. */
  private LossProgram.Solution leastLargest(double[] start) {
    int n = problem.size();
    QuadraticForm rest = problem.smooth().times(WEIGHT_OF_REST);
    for (int i = 0; i < n; i++) {
      rest.matrix()[i][i] += WEIGHT_OF_REST;
    }
    List<QuadraticForm> losses = new ArrayList<>();
    for (int group : groups) {
      losses.add(problem.groups().get(group).loss().withVariable(-1));
    }
    double[] first = Arrays.copyOf(start, n + 1);
    first[n] = 1.1 * largest(problem, groups, start) + 1e-3;
    LossProgram program = new LossProgram(rest.withVariable(1), new double[n + 1], losses);
    return program.from(first, x -> x[n] <= ENOUGH * bound);
  }

  private RegressionSolution within(double limit, double[] inside, Double tightest) {
    List<QuadraticForm> losses = new ArrayList<>();
    for (int group : groups) {
      losses.add(problem.groups().get(group).loss().plusConstant(-limit));
    }
    var solution =
        new LossProgram(problem.smooth(), problem.absolutes(), losses).from(inside, x -> false);
    double[] multipliers = new double[problem.groups().size()];
    for (int k = 0; k < groups.length; k++) {
      multipliers[groups[k]] = solution.multipliers()[k];
    }
    return new RegressionSolution(solution.x(), multipliers, limit, tightest);
  }
}
