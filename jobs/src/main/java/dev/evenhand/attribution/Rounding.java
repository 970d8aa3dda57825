package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes of changes that were found such as can be told: rounded away from the present values, and
 * scored again, since beyond what was found another threshold may lie, or the end of the range.
 * What does not hold so is rounded to a tenth, a hundredth and so on.
 *
 * @param bar the score at and above which a decision is favourable
 */
record Rounding(RemedySearch search, List<Lever> levers, double bar) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Null if nothing that can be told holds. */
  Remedy of(double[] row, Remedy exact) {
    if (exact.values().keySet().stream().noneMatch(place -> levers.get(place).rounding() > 0)) {
      return exact;
    }
    for (double finer = 1; finer <= Decimals.FINEST; finer *= 10) {
      Map<Integer, double[]> rounded = rounded(row, exact, finer);
      if (rounded != null && search.score(Lever.changed(row, rounded, levers)) >= bar) {
        return new Remedy(rounded, cost(row, rounded), exact.isSmallest());
      }
    }
    return null;
  }

  /** Null if one of the values is not allowed. */
  private Map<Integer, double[]> rounded(double[] row, Remedy exact, double finer) {
    Map<Integer, double[]> all = new TreeMap<>();
    for (Map.Entry<Integer, double[]> change : exact.values().entrySet()) {
      Lever lever = levers.get(change.getKey());
      double[] values = change.getValue();
      if (lever.rounding() > 0 && !lever.isCategory()) {
        values = new double[] {lever.rounded(row[lever.entries()[0]], values[0], finer)};
        if (!(values[0] >= lever.lowest() && values[0] <= lever.highest())) {
          return null;
        }
      }
      all.put(change.getKey(), values);
    }
    return all;
  }

  private double cost(double[] row, Map<Integer, double[]> values) {
    double cost = 0;
    for (Map.Entry<Integer, double[]> change : values.entrySet()) {
      Lever lever = levers.get(change.getKey());
      cost += lever.isCategory() ? 1 : lever.cost(row[lever.entries()[0]], change.getValue()[0]);
    }
    return cost;
  }
}
