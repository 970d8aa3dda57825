package dev.evenhand.learn;

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
  private static final int PLAIN_STEPS = 100;
  private static final int LEAST_SAMPLE = 20_000;
  private static final int ROWS_PER_FEATURE = 200;
  private static final long MOST_SAMPLED = 1 << 24;

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
  private final FairRounds rounds;
  private ConstrainedSearch.State plainEnd;

  FairFit(TrainingRows rows, Penalty penalty, Settings settings) {
    this(rows, penalty, settings, false);
  }

  private FairFit(TrainingRows rows, Penalty penalty, Settings settings, boolean isSample) {
    this.settings = settings;
    this.plain = new Problem(rows, penalty, false);
    this.problem = new Problem(rows, penalty, settings.policy().isShare());
    this.course = new Course(settings.bound(), problem);
    this.rounds = new FairRounds(settings, problem, course, isSample);
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
      FairFit small = new FairFit(sampled, plain.penalty(), settings, true);
      small.fit(null);
      return fit(small);
    }
  }

  private Result fit(FairFit small) {
    ConstrainedSearch.State start = plainStart(small);
    boolean isConstrained = settings.constraint() != null && plain.rates().size() > 0;
    double first = isConstrained ? Math.max(1e-5, settings.tolerance()) : settings.tolerance();
    int most = isConstrained ? PLAIN_STEPS : settings.mostSteps();
    ConstrainedSearch plainSearch = rounds.search(plain, null, null, 0);
    ConstrainedSearch.State free = plainSearch.run(start, most, first);
    rounds.chooseThreshold(free);
    free = at(free);
    plainEnd = free;
    if (!isConstrained) {
      return result(free, free, rounds.threshold());
    }
    if (course.excess(free) <= 0) {
      free = plainSearch.run(free, PLAIN_STEPS, settings.tolerance());
      rounds.chooseThreshold(free);
      free = at(free);
      if (course.excess(free) <= 0) {
        return result(free, free, rounds.threshold());
      }
    }
    rounds.constrain(free, small == null ? null : small.rounds);
    return result(course.best(), free, course.bestThreshold());
  }

  private ConstrainedSearch.State plainStart(FairFit small) {
    ConstrainedSearch search = rounds.search(plain, null, null, 0);
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

  /** The point with its actual rates at the threshold of now. */
  private ConstrainedSearch.State at(ConstrainedSearch.State state) {
    if (settings.policy().isFixed() && state.evaluation().actual().length > 0) {
      return state;
    }
    double[] weights = state.evaluation().point().weights();
    double[] none = new double[plain.rates() == null ? 0 : plain.rates().size()];
    Point point = plain.point(weights, rounds.threshold(), 0, none);
    return new ConstrainedSearch.State(
        weights, new double[0], state.multipliers(), plain.evaluate(point));
  }

  private Result result(
      ConstrainedSearch.State state, ConstrainedSearch.State free, double chosenThreshold) {
    FairTrainingSummary.Ends ends =
        new FairTrainingSummary.Ends(state, free, gap(state, free), course.tightest());
    FairTrainingSummary summary = FairTrainingSummary.of(settings, problem, ends, course.steps());
    return new Result(state.evaluation().point().weights(), chosenThreshold, summary);
  }

  private double gap(ConstrainedSearch.State state, ConstrainedSearch.State free) {
    double gap =
        state == free ? rounds.search(plain, null, null, 0).gain(state) : rounds.gap(state);
    return Math.max(0, gap);
  }
}
