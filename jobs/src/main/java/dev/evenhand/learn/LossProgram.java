package dev.evenhand.learn;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * min f(x) + Σ price_j |x_j| such that q_k(x) ≤ 0 for each k, all forms convex.
 *
 * <p>Boyd and Vandenberghe (2004), "Convex Optimization", algorithm 11.2: a primal-dual interior
 * point method that starts strictly inside the bounds and stays there. |x_j| is the least s_j with
 * x_j - s_j ≤ 0 and -x_j - s_j ≤ 0; the s_j are eliminated from each step.
 */
final class LossProgram {
  private static final int MOST_STEPS = 200;
  private static final double LEAST_GAP = 1e-13;
  private static final double LEAST_RESIDUAL = 1e-11;

  private final QuadraticForm objective;
  private final double[] prices;
  private final List<QuadraticForm> bounded;
  private final int n;
  private final int m;

  LossProgram(QuadraticForm objective, double[] prices, List<QuadraticForm> bounded) {
    this.objective = objective;
    this.prices = prices;
    this.bounded = bounded;
    this.n = objective.size();
    this.m = bounded.size();
  }

  /** Where it ended, and the multiplier of each bound. */
  record Solution(double[] x, double[] multipliers) {}

  /**
   * @param start strictly inside all bounds
   * @param isEnough ends the search early
   */
  Solution from(double[] start, Predicate<double[]> isEnough) {
    State state = new State(start);
    for (int step = 0; step < MOST_STEPS; step++) {
      if (isEnough.test(state.x) || state.isOptimal() || !state.step()) {
        break;
      }
    }
    return new Solution(state.x, Arrays.copyOf(state.multipliers, m));
  }

  /**
   * A point, its slacks and multipliers. Constraints are the bounds, then x_j - s_j ≤ 0 and -x_j -
   * s_j ≤ 0 for each j.
   */
  private final class State {
    private final double[] x;
    private final double[] sizes = new double[n];
    private final double[] slacks = new double[m + 2 * n];
    private final double[] multipliers = new double[m + 2 * n];
    private final double[][] gradients = new double[m][];
    private int count = m;
    private double[] residual;
    private double[] sizeResidual;

    State(double[] start) {
      x = start.clone();
      double scale = Math.max(1e-3, Math.abs(objective.at(x)));
      for (int j = 0; j < n; j++) {
        sizes[j] = prices[j] > 0 ? Math.abs(x[j]) + 0.1 : 0;
        count += prices[j] > 0 ? 2 : 0;
      }
      refresh();
      for (int k = 0; k < slacks.length; k++) {
        multipliers[k] = isUsed(k) ? 1e-2 * scale / slacks[k] : 0;
      }
      for (int j = 0; j < n; j++) {
        multipliers[m + j] = Math.min(multipliers[m + j], 0.5 * prices[j]);
        multipliers[m + n + j] = Math.min(multipliers[m + n + j], 0.5 * prices[j]);
      }
      refresh();
    }

    private boolean isUsed(int k) {
      return k < m || prices[(k - m) % n] > 0;
    }

    /** Slacks, gradients and residuals at the point. */
    private void refresh() {
      residual = objective.gradient(x);
      sizeResidual = new double[n];
      for (int k = 0; k < m; k++) {
        QuadraticForm form = bounded.get(k);
        gradients[k] = form.gradient(x);
        double value = form.constant();
        for (int i = 0; i < n; i++) {
          value += x[i] * (gradients[k][i] / 2 + form.linear()[i]);
          residual[i] += multipliers[k] * gradients[k][i];
        }
        slacks[k] = -value;
      }
      for (int j = 0; j < n; j++) {
        slacks[m + j] = sizes[j] - x[j];
        slacks[m + n + j] = sizes[j] + x[j];
        residual[j] += multipliers[m + j] - multipliers[m + n + j];
        sizeResidual[j] = prices[j] - multipliers[m + j] - multipliers[m + n + j];
      }
    }

    private double gap() {
      double gap = 0;
      for (int k = 0; k < slacks.length; k++) {
        gap += multipliers[k] * slacks[k];
      }
      return gap;
    }

    private boolean isOptimal() {
      return gap() < LEAST_GAP && norm(residual, sizeResidual) < LEAST_RESIDUAL;
    }

    private double norm(double[] first, double[] second) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += first[i] * first[i] + second[i] * second[i];
      }
      return Math.sqrt(sum);
    }

    private boolean step() {
      double target = gap() / (10 * count);
      Cholesky factor = Cholesky.of(stepMatrix(), 1e-14);
      if (factor == null) {
        return false;
      }
      double[] moveX = factor.solve(right(target));
      double[] moveSizes = new double[n];
      for (int j = 0; j < n; j++) {
        moveSizes[j] = prices[j] > 0 ? pair(j, target).moveSize(moveX[j]) : 0;
      }
      double[] moveMultipliers = new double[multipliers.length];
      for (int k = 0; k < multipliers.length; k++) {
        if (isUsed(k)) {
          double along = along(k, moveX, moveSizes);
          double pull = target + multipliers[k] * along;
          moveMultipliers[k] = pull / slacks[k] - multipliers[k];
        }
      }
      return advance(moveX, moveSizes, moveMultipliers, target);
    }

    /** How fast a constraint's value grows along a move. */
    private double along(int k, double[] moveX, double[] moveSizes) {
      if (k >= m) {
        int j = (k - m) % n;
        return (k < m + n ? moveX[j] : -moveX[j]) - moveSizes[j];
      }
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += gradients[k][i] * moveX[i];
      }
      return sum;
    }

    /** The Hessian of the Lagrangian and of the barrier, the sizes eliminated. */
    private double[][] stepMatrix() {
      double[][] matrix = new double[n][];
      for (int i = 0; i < n; i++) {
        matrix[i] = new double[i + 1];
        for (int j = 0; j <= i; j++) {
          matrix[i][j] = 2 * objective.matrix()[i][j];
        }
      }
      for (int k = 0; k < m; k++) {
        double stiffness = multipliers[k] / slacks[k];
        double[][] curvature = bounded.get(k).matrix();
        for (int i = 0; i < n; i++) {
          double pull = stiffness * gradients[k][i];
          for (int j = 0; j <= i; j++) {
            matrix[i][j] += pull * gradients[k][j] + 2 * multipliers[k] * curvature[i][j];
          }
        }
      }
      for (int j = 0; j < n; j++) {
        if (prices[j] > 0) {
          matrix[j][j] += pair(j, 0).stiffness();
        }
      }
      return matrix;
    }

    private double[] right(double target) {
      double[] right = new double[n];
      double[] plain = objective.gradient(x);
      for (int i = 0; i < n; i++) {
        right[i] = -plain[i];
      }
      for (int k = 0; k < m; k++) {
        double push = target / slacks[k];
        for (int i = 0; i < n; i++) {
          right[i] -= push * gradients[k][i];
        }
      }
      for (int j = 0; j < n; j++) {
        if (prices[j] > 0) {
          right[j] += pair(j, target).right();
        }
      }
      return right;
    }

    private AbsolutePair pair(int j, double target) {
      double first = slacks[m + j];
      double second = slacks[m + n + j];
      return new AbsolutePair(
          multipliers[m + j] / first,
          multipliers[m + n + j] / second,
          target / first,
          target / second,
          prices[j]);
    }

    /** The longest step that stays inside and brings the residual down. */
    private boolean advance(double[] moveX, double[] moveSizes, double[] move, double target) {
      double reach = 1;
      for (int k = 0; k < multipliers.length; k++) {
        if (move[k] < 0) {
          reach = Math.min(reach, -0.99 * multipliers[k] / move[k]);
        }
      }
      double before = residual(target);
      double[] oldX = x.clone();
      double[] oldSizes = sizes.clone();
      double[] oldMultipliers = multipliers.clone();
      for (int trial = 0; trial < 60; trial++, reach *= 0.6) {
        shift(x, oldX, reach, moveX);
        shift(sizes, oldSizes, reach, moveSizes);
        shift(multipliers, oldMultipliers, reach, move);
        refresh();
        if (isInside() && residual(target) <= (1 - 0.01 * reach) * before) {
          return true;
        }
      }
      System.arraycopy(oldX, 0, x, 0, n);
      System.arraycopy(oldSizes, 0, sizes, 0, n);
      System.arraycopy(oldMultipliers, 0, multipliers, 0, multipliers.length);
      refresh();
      return false;
    }

    private void shift(double[] to, double[] from, double reach, double[] move) {
      for (int i = 0; i < to.length; i++) {
        to[i] = from[i] + reach * move[i];
      }
    }

    private boolean isInside() {
      for (int k = 0; k < slacks.length; k++) {
        if (isUsed(k) && !(slacks[k] > 0)) {
          return false;
        }
      }
      return true;
    }

    private double residual(double target) {
      double sum = 0;
      for (int k = 0; k < slacks.length; k++) {
        if (isUsed(k)) {
          double error = multipliers[k] * slacks[k] - target;
          sum += error * error;
        }
      }
      double dual = norm(residual, sizeResidual);
      return Math.sqrt(sum + dual * dual);
    }
  }
}
