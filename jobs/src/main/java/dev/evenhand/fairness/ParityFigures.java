package dev.evenhand.fairness;

import java.util.ArrayList;
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

  List<Figure> all() {
    List<Figure> figures = new ArrayList<>();
    for (Parity parity : Parity.values()) {
      figures.addAll(of(parity, BETWEEN_GROUPS));
      figures.addAll(of(parity, TO_OVERALL));
    }
    figures.add(fourFifths());
    return figures;
  }

  private List<Figure> of(Parity parity, String statistic) {
    boolean isBetween = statistic.equals(BETWEEN_GROUPS);
    Spread difference = isBetween ? Spread.DIFFERENCE_BETWEEN_GROUPS : Spread.DIFFERENCE_TO_OVERALL;
    Spread ratio = isBetween ? Spread.RATIO_BETWEEN_GROUPS : Spread.RATIO_TO_OVERALL;
    Figure worst = figure(parity.difference(), statistic, worst(parity, difference));
    Figure least = figure(parity.ratio(), statistic, worst(parity, ratio));
    List<Figure> figures = new ArrayList<>();
    if (isBetween) {
      List<Slice> slices = view.shown().stream().map(GroupSlice::slice).toList();
      figures.add(
          worst.with(MaxGap.difference(parity.rates(), slices)).withP(pValue(parity, slices)));
      figures.add(least.with(MaxGap.ratio(parity.rates(), slices)));
    } else {
      figures.add(worst);
      figures.add(least);
    }
    if (parity.rates().size() > 1) {
      figures.add(figure(parity.difference() + MEAN, statistic, mean(parity, difference)));
      figures.add(figure(parity.ratio() + MEAN, statistic, mean(parity, ratio)));
    }
    return figures;
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

  private Measured worst(Parity parity, Spread spread) {
    boolean isRatio = spread == Spread.RATIO_BETWEEN_GROUPS || spread == Spread.RATIO_TO_OVERALL;
    Measured worst = null;
    for (Rate rate : parity.rates()) {
      Measured next = spread(rate, spread);
      if (!next.isDefined()) {
        return next;
      }
      boolean isWorse =
          worst == null || (isRatio ? next.value() < worst.value() : next.value() > worst.value());
      worst = isWorse ? next : worst;
    }
    return worst;
  }

  private Measured mean(Parity parity, Spread spread) {
    double sum = 0;
    for (Rate rate : parity.rates()) {
      Measured next = spread(rate, spread);
      if (!next.isDefined()) {
        return next;
      }
      sum += next.value();
    }
    return Measured.of(sum / parity.rates().size());
  }

  private Measured spread(Rate rate, Spread spread) {
    double[] values =
        view.shown().stream()
            .map(group -> rate.of(group.slice(), undefined))
            .filter(Measured::isDefined)
            .mapToDouble(Measured::value)
            .toArray();
    return values.length < 2
        ? Measured.undefined("fewer than two groups have a value")
        : spread.of(values, rate.of(view.overall(), undefined));
  }

  /**
   * 1 if every group's selection rate is at least 4/5 of the largest one, else 0: 29 CFR 1607.4 D.
   */
  private Figure fourFifths() {
    Measured ratio = spread(Rate.SELECTION_RATE, Spread.RATIO_BETWEEN_GROUPS);
    return figure(
        "four_fifths_rule",
        BETWEEN_GROUPS,
        ratio.isDefined() ? Measured.of(ratio.value() >= FOUR_FIFTHS ? 1 : 0) : ratio);
  }
}
