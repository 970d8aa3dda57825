package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a lever can become, as trees see it: the nearest value of each other bin, since values of
 * one bin score alike.
 */
record TreeOptions(FeatureCuts cuts, List<Lever> levers) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Values of a lever's entries, and what it costs to change to them. */
  record Option(double[] values, double cost) {}

  /** Of each lever, cheapest first. */
  List<List<Option>> of(double[] row) {
    List<List<Option>> all = new ArrayList<>();
    for (Lever lever : levers) {
      List<Option> options = new ArrayList<>();
      if (lever.isCategory() && !isByNumber(lever)) {
        lever.otherCategories(row).forEach(codes -> options.add(new Option(codes, 1)));
      } else if (cuts.used(lever.entries()[0]) >= 0) {
        addValues(lever, row[lever.entries()[0]], options);
      }
      options.sort(Comparator.comparingDouble(Option::cost));
      all.add(options);
    }
    return all;
  }

  /** Whether trees split the lever's one entry by the numbers of its categories. */
  private boolean isByNumber(Lever lever) {
    int used = cuts.used(lever.entries()[0]);
    return lever.isCode() && used >= 0 && cuts.isNumbered(used);
  }

  private void addValues(Lever lever, double present, List<Option> options) {
    int used = cuts.used(lever.entries()[0]);
    int bin = cuts.bin(used, present);
    if (lever.isCategory()) {
      for (int c = 0; c < cuts.bins(used) - 1; c++) {
        if (c != bin) {
          options.add(new Option(new double[] {c}, 1));
        }
      }
      return;
    }
    for (int b = 0; b < cuts.bins(used) && !Double.isNaN(present); b++) {
      double value = b == bin ? Double.NaN : nearest(lever, used, b, b > bin);
      boolean isInBin = !Double.isNaN(value) && cuts.bin(used, value) == b;
      if (isInBin && (b > bin ? lever.mayRise() : lever.mayFall())) {
        options.add(new Option(new double[] {value}, lever.cost(present, value)));
      }
    }
  }

  private double nearest(Lever lever, int used, int bin, boolean isAbove) {
    double[] thresholds = cuts.thresholds(used);
    return isAbove ? lever.atLeast(thresholds[bin - 1], true) : lever.atMost(thresholds[bin]);
  }
}
