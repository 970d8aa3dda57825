package dev.evenhand.learn;

import dev.evenhand.base.Digits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Transformer;

/**
 * The search for the saddle point of error and constraint: min over mixtures, max over multipliers
 * of error + multipliers · violation. Agarwal et al. (2018), Problem 3.
 *
 * <p>Instead of multiplicative updates, each step solves the linear program over all predictors
 * known so far, thresholds included, and asks the learner to answer its multipliers (Kelley's
 * cutting planes on the dual). The gap is that of the best mixture and the best multipliers asked;
 * as in the paper it is exact so far as the learner's answers are the best there are.
 */
final class ReductionSearch {
  private static final int MOST_SAMPLE_FITS = 30;

  /**
   * What is asked.
   *
   * @param price of a unit of violation; bounds the multipliers
   * @param tolerance 0 for half the standard error of the plain error
   */
  record Settings(Limit limit, double price, double tolerance, int mostFits, long sampleRows) {}

  /** The mixture, the best single choice, and the summary. */
  record Result(
      List<Family> families,
      List<MixtureProgram.Choice> mixture,
      MixtureProgram.Choice single,
      ReductionSummary summary) {}

  private record Asked(double[] multipliers, double constant) {}

  private final ReductionRows rows;
  private final CellFigures figures;
  private final Limit limit;
  private final Settings settings;
  private final Learner learner;
  private final double scale;
  private final MixtureProgram program;
  private final List<Asked> asked = new ArrayList<>();
  private final List<ReductionSummary.Step> course = new ArrayList<>();
  private MixtureProgram.Solution solution;
  private MixtureProgram.Choice plain;
  private double tolerance;
  private Double gap;
  private int fits;
  private int sampleFits;

  ReductionSearch(
      ReductionRows rows, CellFigures figures, Learner learner, Settings settings, double scale) {
    this.rows = rows;
    this.figures = figures;
    this.learner = learner;
    this.settings = settings;
    this.scale = scale;
    this.limit = settings.limit().scaled(1 / scale);
    this.program = new MixtureProgram(figures, limit, settings.price());
  }

  /** Answers multipliers of its own choice until the gap is closed. */
  Result run() {
    ReductionRows sample = rows.sample(settings.sampleRows());
    if (sample != null) {
      try (sample) {
        start(sample, true);
        while (gap > tolerance && sampleFits < MOST_SAMPLE_FITS && ask(sample, true)) {
          look("sample");
        }
      }
      asked.clear();
    }
    start(rows, false);
    while ((gap == null || gap > tolerance) && fits < settings.mostFits() && ask(rows, false)) {
      look("full");
    }
    return result(candidates());
  }

  private List<Family> candidates() {
    List<Family> candidates = new ArrayList<>(program.families());
    Family start = program.families().get(plain.family());
    for (Blend blend : SingleChoice.blends(program.families(), solution.choices(), start)) {
      candidates.add(rows.family(blend));
    }
    return candidates;
  }

  /** Answers given multipliers. */
  Result run(List<double[]> grid) {
    start(rows, false);
    for (double[] multipliers : grid) {
      if (fits < settings.mostFits()) {
        answer(rows, figures.costs(multipliers), false);
        solution = program.solve();
        gap = null;
        step("grid");
      }
    }
    asked.clear();
    gap = null;
    return result(candidates());
  }

  /** Fits without a constraint. */
  private void start(ReductionRows from, boolean isSample) {
    double[] none = new double[figures.size()];
    answer(from, figures.costs(none), isSample);
    int family = program.families().size() - 1;
    plain = new MixtureProgram.Choice(family, program.families().get(family).ownCut(), 1);
    double error = figures.error(program.values(List.of(plain)));
    boolean isForecast = program.families().get(family).cuts() == 1;
    tolerance = settings.tolerance() / scale;
    if (tolerance == 0) {
      double spread = Math.sqrt(Math.max(0, error * (1 - error)) / rows.count());
      tolerance = isForecast ? 1e-3 * error : 0.5 * spread;
    }
    asked.add(new Asked(none, 0));
    look(isSample ? "sample" : "full");
  }

  /** Has the learner answer the multipliers of the linear program; false if it was asked before. */
  private boolean ask(ReductionRows from, boolean isSample) {
    Asked next = new Asked(solution.multipliers(), solution.constant());
    boolean isKnown =
        asked.stream().anyMatch(a -> Arrays.equals(a.multipliers(), next.multipliers()));
    if (isKnown) {
      return false;
    }
    asked.add(next);
    answer(from, figures.costs(next.multipliers()), isSample);
    return true;
  }

  private void answer(ReductionRows from, double[] costs, boolean isSample) {
    Optional<Transformer> model = from.fit(learner, costs);
    if (model.isPresent()) {
      program.add(rows.family(Blend.of(model.get())));
      fits += isSample ? 0 : 1;
      sampleFits += isSample ? 1 : 0;
    }
  }

  private void look(String phase) {
    solution = program.solve();
    double lowest = Double.NEGATIVE_INFINITY;
    for (Asked each : asked) {
      lowest = Math.max(lowest, program.least(each.multipliers(), each.constant()));
    }
    gap = Math.max(0, solution.value() - lowest);
    step(phase);
  }

  private void step(String phase) {
    ReductionSummary.Figure figure = figure(solution.choices());
    course.add(
        new ReductionSummary.Step(
            phase, fits, sampleFits, figure.error(), figure.violation(), rescaled(gap)));
  }

  private Double rescaled(Double value) {
    return value == null ? null : Double.valueOf(Digits.rounded(value * scale));
  }

  private ReductionSummary.Figure figure(List<MixtureProgram.Choice> choices) {
    return figure(program.values(choices));
  }

  private ReductionSummary.Figure figure(double[] values) {
    double[] rates = figures.rates(values);
    double unit = limit.kind() == Limit.Kind.LOSS ? scale : 1;
    return new ReductionSummary.Figure(
        limit.excess(figures, rates) <= SingleChoice.MET,
        Digits.rounded(Math.max(0, figures.error(values) * scale)),
        Digits.rounded(limit.reading(figures, rates) * unit));
  }

  private Result result(List<Family> candidates) {
    MixtureProgram.Choice single = SingleChoice.best(candidates, figures, limit);
    ReductionSummary.Figure mixture = figure(solution.choices());
    double[] rates = figures.rates(program.values(solution.choices()));
    List<FairTrainingSummary.Multiplier> multipliers = new ArrayList<>();
    for (int r = 0; r < rates.length; r++) {
      CellFigures.Claim claim = figures.claims().get(r);
      if (Math.abs(solution.multipliers()[r]) > 1e-12) {
        double unit = limit.kind() == Limit.Kind.LOSS ? scale : 1;
        multipliers.add(
            new FairTrainingSummary.Multiplier(
                claim.attribute(),
                claim.moment(),
                claim.group(),
                Digits.rounded(rates[r] * unit),
                Digits.rounded(solution.multipliers()[r])));
      }
    }
    ReductionSummary summary =
        new ReductionSummary(
            mixture.isMet(),
            mixture.error(),
            mixture.violation(),
            rescaled(gap),
            Digits.rounded(tolerance * scale),
            figure(candidates.get(single.family()).values(single.cut())),
            figure(List.of(plain)),
            List.copyOf(multipliers),
            List.copyOf(figures.undefined()),
            List.copyOf(course),
            solution.choices().size(),
            fits,
            sampleFits,
            rows.passes());
    return new Result(candidates, solution.choices(), single, summary);
  }
}
