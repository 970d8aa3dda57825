package dev.evenhand.learn;

import java.util.Arrays;

/**
 * The constrained part of a training: rounds of a search on smooth rates, between which what the
 * actual rates differ by is added to them.
 *
 * <p>After a fit to a sample each step is a round, since the next step needs only what has changed.
 */
final class FairRounds {
  private static final double WIDEST = 0.5;
  private static final int MOST_ROUNDS = 16;
  private static final int SAMPLE_ROUNDS = 2;
  private static final int ENOUGH = 7;
  private static final double DAMPING = 0.5;
  private static final int MOST_THRESHOLDS = 4;

  private final FairFit.Settings settings;
  private final Problem problem;
  private final Course course;
  private final int mostRounds;
  private double threshold;

  FairRounds(FairFit.Settings settings, Problem problem, Course course, boolean isSample) {
    this.settings = settings;
    this.problem = problem;
    this.course = course;
    this.mostRounds = isSample ? SAMPLE_ROUNDS : MOST_ROUNDS;
    this.threshold = settings.policy().isFixed() ? settings.policy().number() : 0.5;
  }

  double threshold() {
    return threshold;
  }

  /** A search on this problem; a width of 0 for one without smooth rates. */
  ConstrainedSearch search(Problem on, Bound bound, double[] shift, double width) {
    double share = settings.policy().isShare() && shift != null ? shift[shift.length - 1] : 0;
    ConstrainedSearch.Targets targets =
        new ConstrainedSearch.Targets(bound, threshold, shift, share, width);
    return new ConstrainedSearch(on, targets, state -> course.visit(state, threshold));
  }

  /** Takes the threshold that the policy chooses at this point. */
  void chooseThreshold(ConstrainedSearch.State state) {
    if (!settings.policy().isFixed()) {
      double[] weights = state.evaluation().point().weights();
      double chosen = settings.policy().choose(problem.rows().scores(weights));
      threshold = Math.min(1 - 0x1p-53, Math.max(Double.MIN_NORMAL, chosen));
    }
  }

  /** How much lower the objective could be by the quadratic model at a point under the bound. */
  double gap(ConstrainedSearch.State state) {
    double[] shift = new double[problem.rates().size() + 1];
    shift[shift.length - 1] = settings.policy().number();
    Evaluation evaluation = state.evaluation();
    boolean isSmooth = evaluation.point().isSmooth();
    double[] shifted = isSmooth ? shifted(state, shift, 1) : shift;
    Bound bound = isSmooth ? settings.bound() : null;
    ConstrainedSearch search = search(problem, bound, shifted, evaluation.point().width());
    return search.gain(isSmooth ? search.under(state) : state);
  }

  /**
   * Fits under the constraint.
   *
   * @param free the end without it
   * @param small the fit to a sample; null for none
   */
  void constrain(ConstrainedSearch.State free, FairRounds small) {
    double width = Math.max(1e-3, Math.min(WIDEST, 0.35 * free.evaluation().spread()));
    double[] variables = Arrays.copyOf(free.variables(), problem.size());
    double[] multipliers = new double[problem.rates().size()];
    ConstrainedSearch.State near = small == null ? null : small.course.best();
    boolean isNear = near != null && near.multipliers().length == multipliers.length;
    if (isNear) {
      variables = Arrays.copyOf(near.variables(), problem.size());
      multipliers = near.multipliers();
      threshold = small.course.bestThreshold();
    }
    for (int round = 0; round < MOST_THRESHOLDS; round++) {
      double before = threshold;
      if (problem.movesCut()) {
        variables[problem.size() - 1] = Point.logit(threshold);
      }
      course.constrained();
      ConstrainedSearch.State last = rounds(variables, multipliers, width, isNear);
      if (settings.policy().isFixed() || settings.policy().isShare()) {
        return;
      }
      chooseThreshold(course.best());
      double chosen = threshold;
      threshold = before;
      if (chosen == before || round == MOST_THRESHOLDS - 1) {
        return;
      }
      threshold = chosen;
      variables = last.variables();
      multipliers = last.multipliers();
    }
  }

  private ConstrainedSearch.State rounds(
      double[] variables, double[] multipliers, double firstWidth, boolean isNear) {
    int rates = problem.rates().size();
    double width = firstWidth;
    Bound aim = settings.bound().inside();
    double[] shift = new double[rates + 1];
    shift[rates] = settings.policy().number();
    ConstrainedSearch search = search(problem, aim, shift, width);
    ConstrainedSearch.State state = search.at(variables, multipliers);
    if (isNear) {
      shift = shifted(state, shift, 1);
      search = search(problem, aim, shift, width);
      state = search.under(state);
    }
    state = search.run(state, isNear ? 1 : settings.mostSteps(), 1e-5);
    for (int round = 0; round < mostRounds; round++) {
      ConstrainedSearch.State measured = measured(state, width);
      course.consider(measured, threshold);
      double excess = course.excess(measured);
      boolean isKept = course.excess(course.best()) <= 0;
      boolean isSettled = !isNear || round > 0;
      if (excess <= 0 && settings.bound().isNearlyUsed(excess) && isSettled
          || isKept && round >= ENOUGH) {
        break;
      }
      aim = round < 2 ? aim : aimed(aim, excess);
      boolean narrows = round > 2 && !isKept;
      if (narrows) {
        width = Math.max(0.7 * width, 0.02 * firstWidth);
        measured =
            search(problem, aim, shift, width).at(measured.variables(), measured.multipliers());
      }
      boolean jumps = isNear || round == 0 || narrows;
      shift = shifted(measured, shift, jumps ? 1 : DAMPING);
      search = search(problem, aim, shift, width);
      state = search.run(search.under(measured), isNear && round < 4 ? 1 : 5, 1e-7);
    }
    return state;
  }

  private Bound aimed(Bound aim, double excess) {
    return excess > 0 ? aim.tightened(0.7 * excess) : aim.relaxed(-0.5 * excess, settings.bound());
  }

  /** The same point, with the policy's own threshold when the cut moves. */
  private ConstrainedSearch.State measured(ConstrainedSearch.State state, double width) {
    if (!problem.movesCut()) {
      return state;
    }
    chooseThreshold(state);
    double[] variables = state.variables().clone();
    variables[problem.size() - 1] = Point.logit(threshold);
    Point near = problem.point(variables, threshold, width, state.multipliers());
    Point exact =
        new Point(near.weights(), near.cut(), threshold, width, near.cellMultipliers(), true);
    return new ConstrainedSearch.State(
        variables, state.levels(), state.multipliers(), problem.evaluate(exact));
  }

  /** Moves the shift towards what the actual rates differ by from the smooth ones. */
  private double[] shifted(ConstrainedSearch.State state, double[] old, double fraction) {
    Evaluation evaluation = state.evaluation();
    double[] shift = new double[problem.rates().size() + 1];
    for (int k = 0; k < shift.length - 1; k++) {
      double differs = evaluation.actual()[k] - evaluation.smooth()[k];
      shift[k] = old[k] + fraction * (differs - old[k]);
    }
    double share = evaluation.share()[0] - evaluation.share()[1];
    shift[shift.length - 1] = settings.policy().number() - share;
    return shift;
  }
}
