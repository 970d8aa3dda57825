package dev.evenhand.learn;

import java.util.Arrays;

/**
 * min ½ x'Qx + c'x + Σ price_k max(0, a_k'x - b_k): a quadratic program whose constraints may be
 * broken at a price.
 *
 * <p>Mehrotra's predictor-corrector interior point method (1992) on the dual, where each multiplier
 * lies between 0 and its price; the slack of a constraint is eliminated, so that each step is one
 * Cholesky factorization of Q + A'KA. An absolute value |x_j| at price p is the pair of constraints
 * x_j ≤ 0 and -x_j ≤ 0 at price p each.
 *
 * @param rows the a_k; sparse, since most name few variables
 */
record QuadraticProgram(double[][] hessian, double[] linear, Row[] rows) {
  private static final int MOST_STEPS = 100;

  /**
   * One constraint a'x ≤ bound, with a's values at some variables, and the price of breaking it.
   */
  record Row(int[] variables, double[] values, double bound, double price) {
    double at(double[] x) {
      double sum = 0;
      for (int i = 0; i < variables.length; i++) {
        sum += values[i] * x[variables[i]];
      }
      return sum;
    }

    void addTo(double[] sum, double factor) {
      for (int i = 0; i < variables.length; i++) {
        sum[variables[i]] += factor * values[i];
      }
    }
  }

  /** The minimum, and a multiplier for each constraint. */
  record Solution(double[] x, double[] multipliers) {}

  Solution solve() {
    State state = new State();
    for (int step = 0; step < MOST_STEPS && !state.isOptimal(); step++) {
      if (!state.step()) {
        break;
      }
    }
    return new Solution(state.x, state.multiplier);
  }

  /** A point strictly inside all bounds, on its way to the optimum. */
  private final class State {
    private final int n = linear.length;
    private final int m = rows.length;
    private final double[] x = new double[n];
    private final double[] multiplier = new double[m];
    private final double[] excess = new double[m];
    private final double[] room = new double[m];
    private final double[] moveX = new double[n];
    private final double[] moveMultiplier = new double[m];
    private final double[] moveExcess = new double[m];
    private final double[] moveRoom = new double[m];
    private double[] residual;
    private double gap;

    State() {
      for (int k = 0; k < m; k++) {
        multiplier[k] = Math.min(rows[k].price() / 2, 0.1);
        excess[k] = Math.max(0, -rows[k].bound()) + 0.1;
      }
    }

    private boolean isOptimal() {
      residual = linear.clone();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          residual[i] += hessian[i][j] * x[j];
          if (j < i) {
            residual[j] += hessian[i][j] * x[i];
          }
        }
      }
      gap = 0;
      for (int k = 0; k < m; k++) {
        rows[k].addTo(residual, multiplier[k]);
        room[k] = rows[k].bound() - rows[k].at(x) + excess[k];
        gap += multiplier[k] * room[k] + (rows[k].price() - multiplier[k]) * excess[k];
      }
      gap /= 2.0 * Math.max(1, m);
      return gap < 1e-15 && Arrays.stream(residual).allMatch(r -> Math.abs(r) < 1e-12);
    }

    private boolean step() {
      Cholesky factor = Cholesky.of(barrierHessian(), 1e-13);
      if (factor == null) {
        return false;
      }
      direction(factor, 0, false);
      double reach = reach();
      double after = 0;
      for (int k = 0; k < m; k++) {
        double rest = rows[k].price() - multiplier[k] - reach * moveMultiplier[k];
        after += (multiplier[k] + reach * moveMultiplier[k]) * (room[k] + reach * moveRoom[k]);
        after += rest * (excess[k] + reach * moveExcess[k]);
      }
      double ratio = m == 0 ? 0 : Math.min(1, Math.max(0, after / (2.0 * m) / gap));
      direction(factor, ratio * ratio * ratio * gap, true);
      advance(m == 0 ? 1 : Math.min(1, 0.995 * reach()));
      return Arrays.stream(x).allMatch(Double::isFinite);
    }

    private double[][] barrierHessian() {
      double[][] barrier = new double[n][];
      for (int i = 0; i < n; i++) {
        barrier[i] = Arrays.copyOf(hessian[i], i + 1);
      }
      for (int k = 0; k < m; k++) {
        double stiffness = multiplier[k] / softness(k);
        int[] variables = rows[k].variables();
        double[] values = rows[k].values();
        for (int i = 0; i < variables.length; i++) {
          double[] row = barrier[variables[i]];
          for (int j = 0; j <= i; j++) {
            row[variables[j]] += stiffness * values[i] * values[j];
          }
        }
      }
      return barrier;
    }

    private double softness(int k) {
      return room[k] + multiplier[k] * excess[k] / (rows[k].price() - multiplier[k]);
    }

    private void direction(Cholesky factor, double target, boolean corrects) {
      double[] right = new double[n];
      double[] shift = new double[m];
      double[] errorExcess = new double[m];
      for (int i = 0; i < n; i++) {
        right[i] = -residual[i];
      }
      for (int k = 0; k < m; k++) {
        double rest = rows[k].price() - multiplier[k];
        double errorRoom = target - multiplier[k] * room[k];
        errorExcess[k] = target - rest * excess[k];
        if (corrects) {
          errorRoom -= moveMultiplier[k] * moveRoom[k];
          errorExcess[k] += moveMultiplier[k] * moveExcess[k];
        }
        shift[k] = (errorRoom - multiplier[k] * errorExcess[k] / rest) / softness(k);
        rows[k].addTo(right, -shift[k]);
      }
      System.arraycopy(factor.solve(right), 0, moveX, 0, n);
      for (int k = 0; k < m; k++) {
        double along = rows[k].at(moveX);
        moveMultiplier[k] = multiplier[k] / softness(k) * along + shift[k];
        double rest = rows[k].price() - multiplier[k];
        moveExcess[k] = (errorExcess[k] + excess[k] * moveMultiplier[k]) / rest;
        moveRoom[k] = moveExcess[k] - along;
      }
    }

    private double reach() {
      double reach = 1;
      for (int k = 0; k < m; k++) {
        reach = Math.min(reach, limit(multiplier[k], moveMultiplier[k]));
        reach = Math.min(reach, limit(rows[k].price() - multiplier[k], -moveMultiplier[k]));
        reach = Math.min(reach, limit(room[k], moveRoom[k]));
        reach = Math.min(reach, limit(excess[k], moveExcess[k]));
      }
      return reach;
    }

    private double limit(double value, double move) {
      return move < 0 ? -value / move : 1;
    }

    private void advance(double reach) {
      for (int i = 0; i < n; i++) {
        x[i] += reach * moveX[i];
      }
      for (int k = 0; k < m; k++) {
        multiplier[k] += reach * moveMultiplier[k];
        excess[k] += reach * moveExcess[k];
      }
    }
  }
}
