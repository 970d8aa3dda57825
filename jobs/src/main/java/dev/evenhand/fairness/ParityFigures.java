package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The figures of each {@link Parity} over the groups of a view. */
final class ParityFigures {
  static final String BETWEEN_GROUPS = "between_groups";
  static final String TO_OVERALL = "to_overall";
  private static final String MEAN = "_mean";
  private static final double FOUR_FIFTHS = 0.8;

  private final View view;
  private final Undefined undefined;

  ParityFigures(View view, Undefined undefined) {
    this.view = view;
    this.undefined = undefined;
  }

  List<Pending> all() {
    List<Pending> figures = new ArrayList<>();
    for (Parity parity : Parity.values()) {
      figures.addAll(between(parity));
      figures.addAll(toOverall(parity));
    }
    figures.add(Pending.done(fourFifths()));
    return figures;
  }

  private List<Pending> between(Parity parity) {
    List<Slice> slices = view.compared().stream().map(GroupSlice::slice).toList();
    Spread difference = Spread.DIFFERENCE_BETWEEN_GROUPS;
    Spread ratio = Spread.RATIO_BETWEEN_GROUPS;
    List<Pending> figures = new ArrayList<>();
    figures.add(
        Pending.done(
            figure(parity.difference(), BETWEEN_GROUPS, worst(view, parity, difference))
                .with(MaxGap.difference(parity.rates(), slices))
                .withP(pValue(parity, slices))));
    figures.add(
        Pending.done(
            figure(parity.ratio(), BETWEEN_GROUPS, worst(view, parity, ratio))
                .with(MaxGap.ratio(parity.rates(), slices))));
    if (parity.rates().size() > 1) {
      figures.add(mean(parity, parity.difference(), BETWEEN_GROUPS, difference));
      figures.add(mean(parity, parity.ratio(), BETWEEN_GROUPS, ratio));
    }
    return figures;
  }

  private List<Pending> toOverall(Parity parity) {
    Spread difference = Spread.DIFFERENCE_TO_OVERALL;
    Spread ratio = Spread.RATIO_TO_OVERALL;
    List<Pending> figures = new ArrayList<>();
    figures.add(
        Pending.size(
            figure(parity.difference(), TO_OVERALL, worst(view, parity, difference)),
            drawn -> worst(drawn, parity, difference)));
    figures.add(
        Pending.signed(
            figure(parity.ratio(), TO_OVERALL, worst(view, parity, ratio)),
            drawn -> worst(drawn, parity, ratio)));
    if (parity.rates().size() > 1) {
      figures.add(mean(parity, parity.difference(), TO_OVERALL, difference));
      figures.add(mean(parity, parity.ratio(), TO_OVERALL, ratio));
    }
    return figures;
  }

  private Pending mean(Parity parity, String metric, String statistic, Spread spread) {
    Figure figure = figure(metric + MEAN, statistic, mean(view, parity, spread));
    return spread.isRatio()
        ? Pending.signed(figure, drawn -> mean(drawn, parity, spread))
        : Pending.size(figure, drawn -> mean(drawn, parity, spread));
  }

  private Figure figure(String metric, String statistic, Measured measured) {
    Subject subject =
        statistic.equals(TO_OVERALL) ? view.subject().against(GapFigures.OVERALL) : view.subject();
    return Figure.of(subject, metric, statistic, measured);
  }

  /** The least p of the rates times their number: Bonferroni. */
  private static double pValue(Parity parity, List<Slice> slices) {
    double least = 1;
    for (Rate rate : parity.rates()) {
      double p = GapTest.amongAll(rate, slices);
      if (Double.isNaN(p)) {
        return Double.NaN;
      }
      least = Math.min(least, p);
    }
    return Math.min(1, least * parity.rates().size());
  }

  private Measured worst(View drawn, Parity parity, Spread spread) {
    Measured worst = null;
    for (Rate rate : parity.rates()) {
      Measured next = spread(drawn, rate, spread);
      if (!next.isDefined()) {
        return next;
      }
      boolean isWorse =
          worst == null
              || (spread.isRatio() ? next.value() < worst.value() : next.value() > worst.value());
      worst = isWorse ? next : worst;
    }
    return worst;
  }

  private Measured mean(View drawn, Parity parity, Spread spread) {
    double sum = 0;
    for (Rate rate : parity.rates()) {
      Measured next = spread(drawn, rate, spread);
      if (!next.isDefined()) {
        return next;
      }
      sum += next.value();
    }
    return Measured.of(sum / parity.rates().size());
  }

  private Measured spread(View drawn, Rate rate, Spread spread) {
    double[] values = new double[drawn.compared().size()];
    int defined = 0;
    for (GroupSlice group : drawn.compared()) {
      Measured measured = rate.of(group.slice(), undefined);
      if (measured.isDefined()) {
        values[defined++] = measured.value();
      }
    }
    return defined < 2
        ? Measured.undefined("fewer than two groups have a value")
        : spread.of(Arrays.copyOf(values, defined), rate.of(drawn.overall(), undefined));
  }

  /**
   * 1 if every group's selection rate is at least 4/5 of the largest one, else 0: 29 CFR 1607.4 D.
   */
  private Figure fourFifths() {
    Measured ratio = spread(view, Rate.SELECTION_RATE, Spread.RATIO_BETWEEN_GROUPS);
    return figure(
        "four_fifths_rule",
        BETWEEN_GROUPS,
        ratio.isDefined() ? Measured.of(ratio.value() >= FOUR_FIFTHS ? 1 : 0) : ratio);
  }
}
