package dev.evenhand.learn;

import java.util.function.Consumer;

/**
 * Sequential quadratic programming with an exact penalty (Fletcher's Sl1QP; Nocedal and Wright
 * 2006, section 18.5): each step minimizes a quadratic model of the Lagrangian under the linearized
 * rates, where a broken constraint costs {@code price} per unit, and a line search on objective
 * plus price decides how far to go. One pass over the rows a step.
 *
 * <p>For each event a level u stands for the lowest rate, so that G groups need 2 G constraints and
 * not G²: u ≤ rate ≤ factor · u + margin. The rates are the smooth ones plus a shift, which {@link
 * FairFit} sets to what the actual decisions differ by.
 */
final class ConstrainedSearch {
  private static final int MOST_HALVINGS = 8;
  private static final double LARGEST_PRICE = 1e4;

  /** Where the search stands. */
  record State(double[] variables, double[] levels, double[] multipliers, Evaluation evaluation) {}

  private final Problem problem;
  private final Targets targets;
  private final Consumer<State> visitor;
  private double price = 5;

  /**
   * What the rates are held to.
   *
   * @param bound null for none
   * @param threshold the probability at which a row is selected, unless the cut moves
   * @param shift added to each smooth rate
   * @param share that the deciding rows' smooth selection must have, if the cut moves
   * @param width of the band in which the smooth decision goes from 0 to 1
   */
  record Targets(Bound bound, double threshold, double[] shift, double share, double width) {
    /** The number of rates that are held. */
    int rates(Problem problem) {
      return bound == null ? 0 : problem.rates().size();
    }

    /** A rate as it is held: smooth, and shifted towards the actual one. */
    double rate(Evaluation evaluation, int k) {
      return evaluation.smooth()[k] + shift[k];
    }
  }

  ConstrainedSearch(Problem problem, Targets targets, Consumer<State> visitor) {
    this.problem = problem;
    this.targets = targets;
    this.visitor = visitor;
  }

  /** A state at these variables. */
  State at(double[] variables, double[] multipliers) {
    Point point = problem.point(variables, targets.threshold(), targets.width(), multipliers);
    Evaluation evaluation = problem.evaluate(point);
    return new State(variables, levels(evaluation), multipliers, evaluation);
  }

  /** The same point under this search's targets, when the width of the band is the same. */
  State under(State state) {
    Evaluation evaluation = state.evaluation();
    return new State(state.variables(), levels(evaluation), state.multipliers(), evaluation);
  }

  /** Steps until the predicted gain falls below the tolerance. */
  State run(State start, int mostSteps, double tolerance) {
    State state = start;
    priceAbove(start.multipliers());
    for (int step = 0; step < mostSteps; step++) {
      QuadraticModel model = new QuadraticModel(problem, targets, state, price);
      QuadraticProgram.Solution move = model.solve();
      double gain = model.gain(move.x());
      if (!(gain > tolerance)) {
        return state;
      }
      State next = advanced(state, move, gain);
      if (next == null) {
        return state;
      }
      double won = cost(state.evaluation(), state.levels());
      won -= cost(next.evaluation(), next.levels());
      raisePrice(move.multipliers());
      visitor.accept(next);
      state = next;
      if (won < tolerance && gain > 100 * tolerance) {
        return state;
      }
    }
    return state;
  }

  /** How much a full step would lower objective and broken constraints, by the quadratic model. */
  double gain(State state) {
    priceAbove(state.multipliers());
    QuadraticModel model = new QuadraticModel(problem, targets, state, price);
    return model.gain(model.solve().x());
  }

  private int rateCount() {
    return targets.rates(problem);
  }

  private int eventCount() {
    return targets.bound() == null ? 0 : problem.rates().events();
  }

  private double[] levels(Evaluation evaluation) {
    double[] levels = new double[eventCount()];
    if (levels.length > 0) {
      double[] rates = new double[rateCount()];
      for (int k = 0; k < rates.length; k++) {
        rates[k] = targets.rate(evaluation, k);
      }
      double[][] ranges = problem.rates().ranges(rates);
      for (int e = 0; e < levels.length; e++) {
        double fitting = (ranges[e][1] - targets.bound().margin()) / targets.bound().factor();
        levels[e] = (fitting + ranges[e][0]) / 2;
      }
    }
    return levels;
  }

  private State advanced(State state, QuadraticProgram.Solution move, double gain) {
    int n = problem.size();
    double[] multipliers = new double[rateCount()];
    for (int k = 0; k < multipliers.length; k++) {
      multipliers[k] = move.multipliers()[2 * k + 1] - move.multipliers()[2 * k];
    }
    double before = cost(state.evaluation(), state.levels());
    double noise = 1e-13 * (1 + Math.abs(before));
    double length = 1;
    for (int halving = 0; halving <= MOST_HALVINGS; halving++, length /= 2) {
      double[] variables = new double[n];
      for (int i = 0; i < n; i++) {
        variables[i] = snapped(state.variables()[i] + length * move.x()[i], i);
      }
      double[] levels = state.levels().clone();
      for (int e = 0; e < levels.length; e++) {
        levels[e] += length * move.x()[n + e];
      }
      Evaluation evaluation =
          problem.evaluate(
              problem.point(variables, targets.threshold(), targets.width(), multipliers));
      if (cost(evaluation, levels) <= before - 1e-4 * length * gain + noise) {
        return new State(variables, levels, multipliers, evaluation);
      }
    }
    return null;
  }

  /** A coefficient under an absolute penalty that the interior point method left next to zero. */
  private double snapped(double weight, int variable) {
    double[] absolutes = problem.penalty().absolutes();
    boolean isPenalized = variable < absolutes.length && absolutes[variable] > 0;
    return isPenalized && Math.abs(weight) < 1e-7 ? 0 : weight;
  }

  private double cost(Evaluation evaluation, double[] levels) {
    double broken = 0;
    for (int k = 0; k < rateCount(); k++) {
      double level = levels[problem.rates().get(k).event()];
      double rate = targets.rate(evaluation, k);
      double most = targets.bound().factor() * level + targets.bound().margin();
      broken += Math.max(0, level - rate) + Math.max(0, rate - most);
    }
    if (problem.movesCut() && rateCount() > 0) {
      broken += Math.abs(targets.share() - evaluation.share()[1]);
    }
    return evaluation.objective() + price * broken;
  }

  private void priceAbove(double[] multipliers) {
    for (double multiplier : multipliers) {
      price = Math.min(LARGEST_PRICE, Math.max(price, 2 * Math.abs(multiplier)));
    }
  }

  private void raisePrice(double[] multipliers) {
    for (int k = 0; k < 2 * rateCount(); k++) {
      if (multipliers[k] > 0.95 * price && price < LARGEST_PRICE) {
        price *= 3;
        return;
      }
    }
  }
}
