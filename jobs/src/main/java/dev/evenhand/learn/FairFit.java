package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * One training: the plain fit, then the constrained one, until the rates of the actual decisions
 * keep the bound.
 *
 * <p>Decisions are steps, which have no slope. The search holds smooth rates, E[σ((margin - cut) /
 * width)], instead; after each round what the actual rates differ by is added to them as a
 * constant, and if the actual rates still break the bound, the search aims at a tighter one. The
 * best point that ever kept the actual bound is the result.
 */
final class FairFit {
  private static final double WIDEST = 0.5;
  private static final int PLAIN_STEPS = 100;
  private static final int MOST_ROUNDS = 16;
  private static final int ENOUGH = 7;
  private static final double DAMPING = 0.5;
  private static final int MOST_THRESHOLDS = 4;

  /**
   * What is asked.
   *
   * @param constraint null for none
   * @param mostSteps of the search in its first round
   */
  record Settings(
      Constraint constraint,
      Bound bound,
      DecisionPolicy policy,
      double leastGroup,
      int mostSteps,
      double tolerance) {}

  private final Settings settings;
  private final Problem plain;
  private final Problem problem;
  private final List<FairTrainingSummary.Step> course = new ArrayList<>();
  private String phase = "plain";
  private ConstrainedSearch.State best;
  private double bestThreshold;
  private double threshold;

  FairFit(TrainingRows rows, Penalty penalty, Settings settings) {
    this.settings = settings;
    this.plain = new Problem(rows, penalty, false);
    this.problem = new Problem(rows, penalty, settings.policy().isShare());
    this.threshold = settings.policy().isFixed() ? settings.policy().number() : 0.5;
  }

  /** The outcome: coefficients on the scaled features, and what happened on the way. */
  record Result(double[] weights, double threshold, FairTrainingSummary summary) {}

  Result fit() {
    ConstrainedSearch.State start = plainStart();
    boolean isConstrained = settings.constraint() != null && plain.rates().size() > 0;
    double first = isConstrained ? Math.max(1e-5, settings.tolerance()) : settings.tolerance();
    int most = isConstrained ? PLAIN_STEPS : settings.mostSteps();
    ConstrainedSearch.State free = search(plain, null, null, 1).run(start, most, first);
    chooseThreshold(free);
    free = at(plain, free, threshold);
    if (!isConstrained) {
      bestThreshold = threshold;
      return result(free, free, false);
    }
    if (excess(free) <= 0) {
      free = search(plain, null, null, 1).run(free, PLAIN_STEPS, settings.tolerance());
      chooseThreshold(free);
      free = at(plain, free, threshold);
      if (excess(free) <= 0) {
        bestThreshold = threshold;
        return result(free, free, true);
      }
    }
    constrain(free);
    return result(best, free, true);
  }

  private ConstrainedSearch.State plainStart() {
    double[] variables = new double[plain.size()];
    BlockProfile profile = plain.rows().profile();
    variables[profile.width] =
        Math.log((double) profile.positives / (profile.training - profile.positives));
    ConstrainedSearch.State start = search(plain, null, null, 1).at(variables, new double[0]);
    if (settings.constraint() != null) {
      Totals totals = start.evaluation().totals();
      plain.defineRates(settings.constraint(), totals, settings.leastGroup());
      problem.defineRates(settings.constraint(), totals, settings.leastGroup());
    }
    return start;
  }

  private ConstrainedSearch search(Problem problem, Bound bound, double[] shift, double width) {
    double share = settings.policy().isShare() && shift != null ? shift[shift.length - 1] : 0;
    ConstrainedSearch.Targets targets =
        new ConstrainedSearch.Targets(bound, threshold, shift, share, width);
    return new ConstrainedSearch(problem, targets, this::visit);
  }

  private void visit(ConstrainedSearch.State state) {
    double[][] actual = ranges(state, state.evaluation().actual());
    double[][] smooth = ranges(state, state.evaluation().smooth());
    Bound bound = settings.bound();
    course.add(
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

  private double[][] ranges(ConstrainedSearch.State state, double[] rates) {
    return rates.length == 0 ? new double[0][] : problem.rates().ranges(rates);
  }

  private double excess(ConstrainedSearch.State state) {
    double excess = settings.bound().excess(ranges(state, state.evaluation().actual()));
    return excess <= 1e-12 ? Math.min(0, excess) : excess;
  }

  /** Keeps the point if it is the best so far: first by bound, then by objective. */
  private void consider(ConstrainedSearch.State state, double threshold) {
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

  private void chooseThreshold(ConstrainedSearch.State state) {
    if (!settings.policy().isFixed()) {
      double[] weights = state.evaluation().point().weights();
      double chosen = settings.policy().choose(problem.rows().scores(weights));
      threshold = Math.min(1 - 0x1p-53, Math.max(Double.MIN_NORMAL, chosen));
    }
  }

  private ConstrainedSearch.State at(Problem on, ConstrainedSearch.State state, double threshold) {
    if (settings.policy().isFixed() && state.evaluation().actual().length > 0) {
      return state;
    }
    double[] weights = state.evaluation().point().weights();
    double[] none = new double[on.rates() == null ? 0 : on.rates().size()];
    Point point = plain.point(weights, threshold, 1, none);
    return new ConstrainedSearch.State(
        weights, new double[0], state.multipliers(), plain.evaluate(point));
  }

  private void constrain(ConstrainedSearch.State free) {
    phase = "constrained";
    double width = Math.min(WIDEST, 0.35 * free.evaluation().spread());
    double[] variables = java.util.Arrays.copyOf(free.variables(), problem.size());
    for (int round = 0; round < MOST_THRESHOLDS; round++) {
      double before = threshold;
      if (problem.movesCut()) {
        variables[problem.size() - 1] = Point.logit(threshold);
      }
      best = null;
      ConstrainedSearch.State last = rounds(variables, Math.max(width, 1e-3));
      if (settings.policy().isFixed() || settings.policy().isShare()) {
        return;
      }
      ConstrainedSearch.State kept = best;
      chooseThreshold(kept);
      double chosen = threshold;
      threshold = before;
      bestThreshold = before;
      if (chosen == before || round == MOST_THRESHOLDS - 1) {
        return;
      }
      threshold = chosen;
      variables = last.variables();
    }
  }

  private ConstrainedSearch.State rounds(double[] variables, double firstWidth) {
    int rates = problem.rates().size();
    double width = firstWidth;
    Bound aim = settings.bound();
    double[] shift = new double[rates + 1];
    shift[rates] = settings.policy().number();
    ConstrainedSearch search = search(problem, aim, shift, width);
    ConstrainedSearch.State state = search.at(variables, new double[rates]);
    state = search.run(state, settings.mostSteps(), 1e-5);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      ConstrainedSearch.State measured = measured(state, width);
      consider(measured, threshold);
      double excess = excess(measured);
      boolean isKept = excess(best) <= 0;
      if (excess <= 0 && settings.bound().isNearlyUsed(excess) || isKept && round >= ENOUGH) {
        break;
      }
      aim = round < 2 ? aim : aimed(aim, excess);
      boolean narrows = round > 2 && !isKept;
      if (narrows) {
        width = Math.max(0.7 * width, 0.02 * firstWidth);
        measured =
            search(problem, aim, shift, width).at(measured.variables(), measured.multipliers());
      }
      shift = shifted(measured, shift, round == 0 || narrows ? 1 : DAMPING);
      search = search(problem, aim, shift, width);
      state = search.run(search.under(measured), 5, 1e-7);
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

  private Result result(
      ConstrainedSearch.State state, ConstrainedSearch.State free, boolean isConstrained) {
    FairTrainingSummary summary =
        FairTrainingSummary.of(
            settings, problem, new FairTrainingSummary.Ends(state, free, isConstrained), course);
    double[] weights = state.evaluation().point().weights();
    return new Result(weights, bestThreshold, summary);
  }
}
