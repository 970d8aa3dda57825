package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * The rates that a constraint compares: one for each attribute, moment and group whose denominator
 * is not zero. A group without positives has no true positive rate and is left out there.
 */
final class RateTable {
  /** A group's rate. */
  record Rate(int event, String attribute, Moment moment, String group, int[] cells, double n) {
    /** Σ sign · cell value over n, plus what the labels alone give. */
    double value(ExactSums cellValues, ExactSums cellWeights) {
      double sum = 0;
      for (int label = 0; label < 2; label++) {
        sum += moment.sign(label) * cellValues.value(cells[label]);
        sum += moment.offset(label) * cellWeights.value(cells[label]);
      }
      return sum / n;
    }
  }

  private final List<Rate> rates = new ArrayList<>();
  private final List<String> undefined = new ArrayList<>();
  private int events;

  RateTable(Attributes attributes, Constraint constraint, ExactSums weights, double least) {
    for (int attribute = 0; attribute < attributes.count(); attribute++) {
      for (Moment moment : constraint.moments()) {
        addEvent(attributes, attribute, moment, weights, least);
      }
    }
  }

  private void addEvent(
      Attributes attributes, int attribute, Moment moment, ExactSums weights, double least) {
    List<Rate> found = new ArrayList<>();
    List<String> groups = attributes.groups(attribute);
    for (int group = 0; group < groups.size(); group++) {
      int[] cells = {attributes.cell(attribute, group, 0), attributes.cell(attribute, group, 1)};
      double n = 0;
      for (int label = 0; label < 2; label++) {
        n += moment.counts(label) ? weights.value(cells[label]) : 0;
      }
      String name = attributes.name(attribute);
      if (n > 0 && n >= least) {
        found.add(new Rate(events, name, moment, groups.get(group), cells, n));
      } else {
        undefined.add(moment.title() + " of " + name + "=" + groups.get(group));
      }
    }
    if (found.size() > 1) {
      rates.addAll(found);
      events++;
    }
  }

  int size() {
    return rates.size();
  }

  int events() {
    return events;
  }

  Rate get(int index) {
    return rates.get(index);
  }

  /** Rates left out because their denominator is zero or below the least. */
  List<String> undefined() {
    return undefined;
  }

  double[] values(ExactSums cellValues, ExactSums cellWeights) {
    return rates.stream().mapToDouble(rate -> rate.value(cellValues, cellWeights)).toArray();
  }

  /** What a unit of each cell's selected weight costs when the rates cost the multipliers. */
  double[] cellMultipliers(double[] multipliers, int cells) {
    double[] costs = new double[cells];
    for (int i = 0; i < multipliers.length; i++) {
      Rate rate = rates.get(i);
      for (int label = 0; label < 2; label++) {
        costs[rate.cells()[label]] += multipliers[i] * rate.moment().sign(label) / rate.n();
      }
    }
    return costs;
  }

  /** The gradient of a smooth rate by coefficients and intercept. */
  double[] gradient(int index, ExactSums smoothGradients, int size) {
    Rate rate = rates.get(index);
    double[] gradient = new double[size];
    for (int label = 0; label < 2; label++) {
      double factor = rate.moment().sign(label) / rate.n();
      if (factor != 0) {
        for (int i = 0; i < size; i++) {
          gradient[i] += factor * smoothGradients.value(rate.cells()[label] * size + i);
        }
      }
    }
    return gradient;
  }

  /** The lowest and the highest rate of each event. */
  double[][] ranges(double[] values) {
    double[][] ranges = new double[events][];
    for (int i = 0; i < values.length; i++) {
      int event = rates.get(i).event();
      if (ranges[event] == null) {
        ranges[event] = new double[] {values[i], values[i]};
      }
      ranges[event][0] = Math.min(ranges[event][0], values[i]);
      ranges[event][1] = Math.max(ranges[event][1], values[i]);
    }
    return ranges;
  }
}
