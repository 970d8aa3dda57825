package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a boosting stood after each tree.
 *
 * @param rates null without a constraint
 */
record BoostingCourse(Bound bound, RateTable rates, List<State> states) {
  /** Mean loss, the actual rates and the multipliers after a tree. */
  record State(double loss, double[] rates, double[] multipliers) {}

  private boolean isConstrained() {
    return rates != null && rates.size() > 0;
  }

  private double excess(State state) {
    double excess = bound.excess(rates.ranges(state.rates()));
    return excess <= 1e-12 ? 0 : excess;
  }

  /** How many trees to keep: those that come nearest to the bound, then those of the least loss. */
  int best() {
    if (!isConstrained()) {
      return states.size();
    }
    int best = 0;
    for (int i = 1; i < states.size(); i++) {
      double before = excess(states.get(best));
      double now = excess(states.get(i));
      boolean isBetter = now == before && states.get(i).loss() < states.get(best).loss();
      best = now < before || isBetter ? i : best;
    }
    return best + 1;
  }

  FairBoostingSummary summary(int passes) {
    List<FairBoostingSummary.Step> steps = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      State state = states.get(i);
      steps.add(new FairBoostingSummary.Step(i + 1, state.loss(), violation(state)));
    }
    State chosen = states.get(best() - 1);
    return new FairBoostingSummary(
        !isConstrained() || excess(chosen) == 0,
        violation(chosen),
        chosen.loss(),
        best(),
        multipliers(chosen),
        rates == null ? List.of() : List.copyOf(rates.undefined()),
        List.copyOf(steps),
        passes);
  }

  private Double violation(State state) {
    return isConstrained() ? bound.reading(rates.ranges(state.rates())) : null;
  }

  private List<FairTrainingSummary.Multiplier> multipliers(State state) {
    List<FairTrainingSummary.Multiplier> multipliers = new ArrayList<>();
    for (int k = 0; isConstrained() && k < rates.size(); k++) {
      RateTable.Rate rate = rates.get(k);
      multipliers.add(
          new FairTrainingSummary.Multiplier(
              rate.attribute(),
              rate.moment().title(),
              rate.group(),
              state.rates()[k],
              state.multipliers()[k]));
    }
    return List.copyOf(multipliers);
  }
}
