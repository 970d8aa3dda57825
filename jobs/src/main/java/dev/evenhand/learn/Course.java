package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.List;

/** What a search has passed: each step for the record, and the best point by the actual rates. */
final class Course {
  private final Bound bound;
  private final Problem problem;
  private final List<FairTrainingSummary.Step> steps = new ArrayList<>();
  private String phase = "plain";
  private ConstrainedSearch.State best;
  private double bestThreshold;
  private Double tightest;

  Course(Bound bound, Problem problem) {
    this.bound = bound;
    this.problem = problem;
  }

  List<FairTrainingSummary.Step> steps() {
    return steps;
  }

  /** The smallest difference, or the largest ratio, of actual rates that was passed. */
  Double tightest() {
    return tightest;
  }

  /** Null until a point was considered. */
  ConstrainedSearch.State best() {
    return best;
  }

  double bestThreshold() {
    return bestThreshold;
  }

  /** From now on steps are those of the constrained search, whose best point is still to find. */
  void constrained() {
    phase = "constrained";
    best = null;
  }

  void visit(ConstrainedSearch.State state, double threshold) {
    double[][] actual = ranges(state.evaluation().actual());
    double[][] smooth = ranges(state.evaluation().smooth());
    tighten(actual);
    steps.add(
        new FairTrainingSummary.Step(
            phase,
            problem.rows().passes(),
            state.evaluation().objective(),
            actual.length == 0 ? null : bound.reading(actual),
            smooth.length == 0 ? null : bound.reading(smooth)));
    if (phase.equals("constrained") && !problem.movesCut()) {
      consider(state, threshold);
    }
  }

  private void tighten(double[][] actual) {
    if (actual.length > 0) {
      double reading = bound.reading(actual);
      boolean isTighter = tightest == null || bound.isDifference() == reading < tightest;
      tightest = isTighter ? Double.valueOf(reading) : tightest;
    }
  }

  private double[][] ranges(double[] rates) {
    return rates.length == 0 ? new double[0][] : problem.rates().ranges(rates);
  }

  /** How far the actual rates break the bound; negative when there is room. */
  double excess(ConstrainedSearch.State state) {
    double excess = bound.excess(ranges(state.evaluation().actual()));
    return excess <= 1e-12 ? Math.min(0, excess) : excess;
  }

  /** Keeps the point if it is the best so far: first by bound, then by objective. */
  void consider(ConstrainedSearch.State state, double threshold) {
    tighten(ranges(state.evaluation().actual()));
    boolean isBetter = best == null;
    if (!isBetter) {
      double old = Math.max(0, excess(best));
      double now = Math.max(0, excess(state));
      double objective = state.evaluation().objective();
      isBetter = now < old || (now == old && objective < best.evaluation().objective());
    }
    if (isBetter) {
      best = state;
      bestThreshold = threshold;
    }
  }
}
