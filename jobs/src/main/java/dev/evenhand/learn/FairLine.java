package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A regression in the rows' own units: coefficients, and the summary of how they were found. */
final class FairLine {
  /** In standard units: what rounding alone may add to a loss or a mean. */
  private static final double ROUNDING = 1e-12;

  private static final double TOLERANCE = 1e-9;

  private final RegressionMoments moments;
  private final RegressionProblem problem;
  private final boolean hasIntercept;
  private final int[] held;
  private final List<String> undefined;
  private final double unit;

  /**
   * @param least weight of a group that is held
   */
  FairLine(RegressionMoments moments, RegressionProblem.Settings settings, double least) {
    this.moments = moments;
    this.problem = RegressionProblem.of(moments, settings);
    this.hasIntercept = settings.hasIntercept();
    this.unit = moments.labelUnitOutside();
    this.undefined = new ArrayList<>(moments.weightless());
    List<RegressionProblem.Group> groups = problem.groups();
    groups.stream().filter(g -> g.weight() < least).forEach(g -> undefined.add(g.title()));
    this.held =
        IntStream.range(0, groups.size()).filter(g -> groups.get(g).weight() >= least).toArray();
  }

  /** What {@link #fit} gives. */
  record Line(double[] coefficients, double intercept, FairRegressionSummary summary) {}

  /** Fits under a constraint, null for none, and a bound in the label's unit. */
  Line fit(RegressionConstraint constraint, double bound) {
    double standard = bound / unitOf(constraint) + ROUNDING;
    var free = new RegressionFit.Demand(null, held, Double.POSITIVE_INFINITY);
    RegressionSolution plain = RegressionFit.fit(problem, free);
    RegressionSolution fair = plain;
    if (constraint != null && !(reached(constraint, plain.x()) <= standard)) {
      fair = RegressionFit.fit(problem, new RegressionFit.Demand(constraint, held, standard));
    }
    double[] coefficients = new double[moments.features()];
    double intercept = hasIntercept ? moments.meanOutside(moments.features()) : 0;
    for (int i = 0; i < problem.size(); i++) {
      int column = problem.columns()[i];
      if (column == moments.features()) {
        intercept += unit * fair.x()[i];
      } else {
        coefficients[column] = fair.x()[i] * unit / moments.deviationOutside(column);
        intercept -= hasIntercept ? coefficients[column] * moments.meanOutside(column) : 0;
      }
    }
    return new Line(coefficients, intercept, summary(constraint, bound, plain, fair));
  }

  private double unitOf(RegressionConstraint constraint) {
    return constraint == RegressionConstraint.BOUNDED_GROUP_LOSS ? unit * unit : unit;
  }

  private double reached(RegressionConstraint constraint, double[] x) {
    return constraint == RegressionConstraint.BOUNDED_GROUP_LOSS
        ? BoundedLoss.largest(problem, held, x)
        : MeanParity.difference(problem, held, x);
  }

  private FairRegressionSummary summary(
      RegressionConstraint constraint,
      double bound,
      RegressionSolution plain,
      RegressionSolution fair) {
    boolean isHeld = constraint != null && held.length > 0;
    double scale = unitOf(constraint);
    double reached = isHeld ? scale * reached(constraint, fair.x()) : 0;
    boolean isMet = !isHeld || reached <= bound * (1 + TOLERANCE) + 100 * ROUNDING * scale;
    double objective = problem.objective(fair.x());
    double gap = objective - problem.leastObjective(constraint, fair);
    return new FairRegressionSummary(
        constraint == null ? "none" : constraint.title(),
        isMet,
        constraint == null || Double.isInfinite(bound) ? null : bound,
        isHeld ? reached : null,
        isHeld ? scale * reached(constraint, plain.x()) : null,
        isMet || fair.tightest() == null ? null : scale * fair.tightest(),
        unit * unit * objective,
        unit * unit * problem.objective(plain.x()),
        unit * unit * Math.max(0, gap),
        figures(constraint, fair),
        List.copyOf(undefined));
  }

  private List<FairRegressionSummary.Group> figures(
      RegressionConstraint constraint, RegressionSolution fair) {
    double center = hasIntercept ? moments.meanOutside(moments.features()) : 0;
    double price = unit * unit / unitOf(constraint);
    List<FairRegressionSummary.Group> figures = new ArrayList<>();
    for (int g = 0; g < problem.groups().size(); g++) {
      RegressionProblem.Group group = problem.groups().get(g);
      figures.add(
          new FairRegressionSummary.Group(
              group.attribute(),
              group.name(),
              group.weight(),
              unit * unit * Math.max(0, group.loss().at(fair.x())),
              center + unit * group.meanPrediction(fair.x()),
              center + unit * group.meanLabel(),
              constraint == null ? 0 : price * fair.multipliers()[g]));
    }
    return List.copyOf(figures);
  }
}
