package dev.evenhand.learn;

import java.util.Arrays;

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
  private static final int LEAST_SAMPLE = 20_000;
  private static final int ROWS_PER_FEATURE = 200;
  private static final long MOST_SAMPLED = 1 << 24;
  private static final int MOST_ROUNDS = 16;
  private static final int SAMPLE_ROUNDS = 2;
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
  private final Course course;
  private ConstrainedSearch.State plainEnd;
  private double threshold;
  private int mostRounds = MOST_ROUNDS;

  FairFit(TrainingRows rows, Penalty penalty, Settings settings) {
    this.settings = settings;
    this.plain = new Problem(rows, penalty, false);
    this.problem = new Problem(rows, penalty, settings.policy().isShare());
    this.course = new Course(settings.bound(), problem);
    this.threshold = settings.policy().isFixed() ? settings.policy().number() : 0.5;
  }

  /** The outcome: coefficients on the scaled features, and what happened on the way. */
  record Result(double[] weights, double threshold, FairTrainingSummary summary) {}

  /** Fits on a sample first, when there are many rows, and starts from there. */
  Result fit() {
    BlockProfile profile = plain.rows().profile();
    long sample = Math.max(LEAST_SAMPLE, (long) ROWS_PER_FEATURE * profile.width);
    long oneIn = profile.training / sample;
    if (oneIn < 4 || sample * profile.width > MOST_SAMPLED) {
      return fit(null);
    }
    try (TrainingRows sampled = plain.rows().sample((int) Math.min(1 << 30, oneIn))) {
      if (sampled == null) {
        return fit(null);
      }
      FairFit small = new FairFit(sampled, plain.penalty(), settings);
      small.mostRounds = SAMPLE_ROUNDS;
      small.fit(null);
      return fit(small);
    }
  }

  private Result fit(FairFit small) {
    ConstrainedSearch.State start = plainStart(small);
    boolean isConstrained = settings.constraint() != null && plain.rates().size() > 0;
    double first = isConstrained ? Math.max(1e-5, settings.tolerance()) : settings.tolerance();
    int most = isConstrained ? PLAIN_STEPS : settings.mostSteps();
    ConstrainedSearch plainSearch = search(plain, null, null, 0);
    ConstrainedSearch.State free = plainSearch.run(start, most, first);
    chooseThreshold(free);
    free = at(plain, free, threshold);
    plainEnd = free;
    if (!isConstrained) {
      return result(free, free, threshold);
    }
    if (course.excess(free) <= 0) {
      free = plainSearch.run(free, PLAIN_STEPS, settings.tolerance());
      chooseThreshold(free);
      free = at(plain, free, threshold);
      if (course.excess(free) <= 0) {
        return result(free, free, threshold);
      }
    }
    constrain(free, small);
    return result(course.best(), free, course.bestThreshold());
  }

  private ConstrainedSearch.State plainStart(FairFit small) {
    ConstrainedSearch search = search(plain, null, null, 0);
    double[] variables = new double[plain.size()];
    BlockProfile profile = plain.rows().profile();
    double odds = (double) profile.positives / (profile.training - profile.positives);
    variables[profile.width] = Math.log(odds);
    double[] near = small == null ? variables : small.plainEnd.variables();
    ConstrainedSearch.State start = search.at(near, new double[0]);
    double uninformed = Math.log1p(odds) - odds / (1 + odds) * Math.log(odds);
    if (small != null && !(start.evaluation().objective() <= uninformed)) {
      start = search.at(variables, new double[0]);
    }
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
    return new ConstrainedSearch(problem, targets, state -> course.visit(state, threshold));
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
    Point point = plain.point(weights, threshold, 0, none);
    return new ConstrainedSearch.State(
        weights, new double[0], state.multipliers(), plain.evaluate(point));
  }

  private void constrain(ConstrainedSearch.State free, FairFit small) {
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

  private Result result(
      ConstrainedSearch.State state, ConstrainedSearch.State free, double chosenThreshold) {
    FairTrainingSummary summary =
        FairTrainingSummary.of(
            settings, problem, new FairTrainingSummary.Ends(state, free), course.steps());
    return new Result(state.evaluation().point().weights(), chosenThreshold, summary);
  }
}
