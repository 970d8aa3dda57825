package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The quadratic program of a step: objective and Lagrangian curvature at a state, under the
 * linearized rates.
 */
final class QuadraticModel {
  private final Problem problem;
  private final ConstrainedSearch.Targets targets;
  private final ConstrainedSearch.State state;
  private final double price;
  private final double[][] hessian;
  private final QuadraticProgram.Row[] rows;

  QuadraticModel(
      Problem problem,
      ConstrainedSearch.Targets targets,
      ConstrainedSearch.State state,
      double price) {
    this.problem = problem;
    this.targets = targets;
    this.state = state;
    this.price = price;
    this.hessian = convexHessian();
    this.rows = rows();
  }

  QuadraticProgram.Solution solve() {
    int n = problem.size();
    int events = state.levels().length;
    double[][] extended = new double[n + events][];
    System.arraycopy(hessian, 0, extended, 0, n);
    for (int e = 0; e < events; e++) {
      extended[n + e] = new double[n + e + 1];
      extended[n + e][n + e] = 1e-10;
    }
    double[] linear = Arrays.copyOf(state.evaluation().gradient(), n + events);
    return new QuadraticProgram(extended, linear, rows).solve();
  }

  /** The Hessian of the Lagrangian, with as much of the rates' curvature as keeps it convex. */
  private double[][] convexHessian() {
    double[][] plain = state.evaluation().hessian();
    if (targets.rates(problem) == 0) {
      return plain;
    }
    for (double fraction = 1; fraction > 0.05; fraction /= 2) {
      double[][] full = problem.withRateCurvature(state.evaluation(), fraction);
      double[][] rest = new double[full.length][];
      for (int i = 0; i < full.length; i++) {
        rest[i] = new double[i + 1];
        for (int j = 0; j <= i; j++) {
          rest[i][j] = full[i][j] - 0.2 * plain[i][j];
        }
      }
      if (Cholesky.of(rest, 1e-12) != null) {
        return full;
      }
    }
    return plain;
  }

  private QuadraticProgram.Row[] rows() {
    List<QuadraticProgram.Row> rows = new ArrayList<>();
    addRateRows(rows);
    if (problem.movesCut() && targets.rates(problem) > 0) {
      Evaluation evaluation = state.evaluation();
      double room = targets.share() - evaluation.share()[1];
      rows.add(dense(evaluation.shareGradient(), 1, -1, 0, room));
      rows.add(dense(evaluation.shareGradient(), -1, -1, 0, -room));
    }
    double[] absolutes = problem.penalty().absolutes();
    for (int j = 0; j < absolutes.length; j++) {
      if (absolutes[j] > 0) {
        double weight = state.variables()[j];
        int[] variable = {j};
        rows.add(new QuadraticProgram.Row(variable, new double[] {1}, -weight, absolutes[j]));
        rows.add(new QuadraticProgram.Row(variable, new double[] {-1}, weight, absolutes[j]));
      }
    }
    return rows.toArray(QuadraticProgram.Row[]::new);
  }

  private void addRateRows(List<QuadraticProgram.Row> rows) {
    for (int k = 0; k < targets.rates(problem); k++) {
      Bound bound = targets.bound();
      int event = problem.rates().get(k).event();
      double rate = targets.rate(state.evaluation(), k);
      double level = state.levels()[event];
      int place = problem.size() + event;
      double[] gradient = state.evaluation().jacobian()[k];
      rows.add(dense(gradient, -1, place, 1, rate - level));
      double above = bound.margin() + bound.factor() * level - rate;
      rows.add(dense(gradient, 1, place, -bound.factor(), above));
    }
  }

  private QuadraticProgram.Row dense(
      double[] gradient, double sign, int levelPlace, double levelValue, double bound) {
    int n = gradient.length;
    int length = levelPlace < 0 ? n : n + 1;
    int[] variables = new int[length];
    double[] values = new double[length];
    for (int i = 0; i < n; i++) {
      variables[i] = i;
      values[i] = sign * gradient[i];
    }
    if (levelPlace >= 0) {
      variables[n] = levelPlace;
      values[n] = levelValue;
    }
    return new QuadraticProgram.Row(variables, values, bound, price);
  }

  /** How much less the model says objective and broken constraints will cost after the move. */
  double gain(double[] move) {
    double[] gradient = state.evaluation().gradient();
    double gain = 0;
    for (int i = 0; i < gradient.length; i++) {
      gain -= gradient[i] * move[i] + hessian[i][i] * move[i] * move[i] / 2;
      for (int j = 0; j < i; j++) {
        gain -= hessian[i][j] * move[i] * move[j];
      }
    }
    for (QuadraticProgram.Row row : rows) {
      gain += row.price() * Math.max(0, -row.bound());
      gain -= row.price() * Math.max(0, row.at(move) - row.bound());
    }
    return gain;
  }
}
