package dev.evenhand.govern;

import dev.evenhand.config.GateMetric;
import java.util.List;
import java.util.stream.Stream;

/**
 * What every constrained model must keep, whatever the file says: a classifier that selects nobody
 * meets every bound on a gap, and so does one that draws lots.
 *
 * @param candidate name of the constrained model
 * @param baselines the baselines that were trained
 * @param baseRate share of favourable outcomes in the test split; null if it has no decisions
 */
record HouseGates(String candidate, List<String> baselines, Double baseRate) {
  private static final double LEAST_PART_OF_BASE_RATE = 0.5;
  private static final double CHANCE = 0.5;

  List<GateResult> judge(List<Measured> figures) {
    Stream<GateResult> comparisons =
        baselines.isEmpty()
            ? Stream.of(promise(GateMetric.ROC_AUC, moreThan(CHANCE, "chance")).judge(figures))
            : baselines.stream().map(baseline -> beats(baseline, figures));
    return Stream.concat(Stream.of(selectsEnough(figures)), comparisons).toList();
  }

  private GateResult selectsEnough(List<Measured> figures) {
    double least = baseRate == null ? 0 : LEAST_PART_OF_BASE_RATE * baseRate;
    Bound bound = new Bound(Bound.Side.AT_LEAST, least, "half the base rate");
    Promise promise = promise(GateMetric.SELECTION_RATE, bound);
    return baseRate == null
        ? promise.failed(null, "the test split has no decisions of " + candidate)
        : promise.judge(figures);
  }

  private GateResult beats(String baseline, List<Measured> figures) {
    String metric = GateMetric.ROC_AUC.word();
    Double limit =
        figures.stream()
            .filter(figure -> figure.model().equals(baseline) && figure.metric().equals(metric))
            .filter(figure -> figure.attribute() == null && figure.value() != null)
            .map(Measured::value)
            .findFirst()
            .orElse(null);
    Bound bound = moreThan(limit == null ? CHANCE : limit, "baseline " + baseline);
    Promise promise = promise(GateMetric.ROC_AUC, bound);
    return limit == null
        ? promise.failed(null, "roc_auc of baseline " + baseline + " was not measured")
        : promise.judge(figures);
  }

  private static Bound moreThan(double limit, String why) {
    return new Bound(Bound.Side.MORE_THAN, limit, why);
  }

  private Promise promise(GateMetric metric, Bound bound) {
    return new Promise(candidate, metric.word(), null, bound, Promise.HOUSE);
  }
}
