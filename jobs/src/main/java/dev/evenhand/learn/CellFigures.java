package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Error and rates of a predictor, each a linear function of its cells' values, so that what a
 * multiplier costs a row follows from the row's cell alone.
 *
 * <p>Of decisions, a cell is a combination of sensitive values and a label, and its value the
 * selected weight. Of forecasts, a cell is a combination and its value the weighted loss.
 */
final class CellFigures {
  /** A rate that is bounded: of a group of an attribute, over a denominator. */
  record Claim(int event, String attribute, String moment, String group, double n) {}

  private final double[] errorCosts;
  private final int[][] claimsOfCell;
  private final double[][] factorsOfCell;
  private final List<Claim> claims = new ArrayList<>();
  private final List<String> undefined = new ArrayList<>();
  private double[] offsets = new double[0];
  private double errorOffset;
  private double total;

  private CellFigures(int cells) {
    errorCosts = new double[cells];
    claimsOfCell = new int[cells][0];
    factorsOfCell = new double[cells][0];
  }

  /**
   * Figures of decisions.
   *
   * @param combinations the sensitive values, whose cells are 2 i and 2 i + 1
   * @param weights of the cells
   */
  static CellFigures ofDecisions(
      Attributes attributes,
      List<List<String>> combinations,
      double[] weights,
      Constraint constraint,
      double least) {
    CellFigures figures = new CellFigures(weights.length);
    ExactSums sums = sums(attributes, combinations, weights);
    figures.errors(weights);
    RateTable table = new RateTable(attributes, constraint, sums, least);
    figures.undefined.addAll(table.undefined());
    figures.offsets = new double[table.size()];
    Map<Integer, List<double[]>> uses = new HashMap<>();
    for (int r = 0; r < table.size(); r++) {
      RateTable.Rate rate = table.get(r);
      figures.claims.add(
          new Claim(rate.event(), rate.attribute(), rate.moment().title(), rate.group(), rate.n()));
      for (int label = 0; label < 2; label++) {
        int cell = rate.cells()[label];
        figures.offsets[r] += rate.moment().offset(label) * sums.value(cell) / rate.n();
        double factor = rate.moment().sign(label) / rate.n();
        if (factor != 0) {
          uses.computeIfAbsent(cell, key -> new ArrayList<>()).add(new double[] {r, factor});
        }
      }
    }
    for (int cell = 0; cell < weights.length; cell++) {
      List<double[]> all = new ArrayList<>();
      for (int place : attributes.groupsOf(combinations.get(cell / 2))) {
        all.addAll(uses.getOrDefault(2 * place + cell % 2, List.of()));
      }
      figures.use(cell, all);
    }
    return figures;
  }

  private static ExactSums sums(
      Attributes attributes, List<List<String>> combinations, double[] weights) {
    double largest = 0;
    for (double weight : weights) {
      largest = Math.max(largest, weight);
    }
    ExactSums sums = new ExactSums(attributes.cellCount(), largest, weights.length);
    for (int cell = 0; cell < weights.length; cell++) {
      for (int place : attributes.groupsOf(combinations.get(cell / 2))) {
        sums.add(2 * place + cell % 2, weights[cell]);
      }
    }
    return sums;
  }

  private void errors(double[] weights) {
    for (double weight : weights) {
      total += weight;
    }
    for (int cell = 0; cell < weights.length; cell++) {
      errorCosts[cell] = (cell % 2 == 0 ? 1 : -1) / total;
      errorOffset += cell % 2 == 0 ? 0 : weights[cell] / total;
    }
  }

  private void use(int cell, List<double[]> uses) {
    claimsOfCell[cell] = uses.stream().mapToInt(use -> (int) use[0]).toArray();
    factorsOfCell[cell] = uses.stream().mapToDouble(use -> use[1]).toArray();
  }

  /** Figures of forecasts: the mean loss, and that of each group. */
  static CellFigures ofLosses(
      Attributes attributes, List<List<String>> combinations, double[] weights, double least) {
    CellFigures figures = new CellFigures(weights.length);
    Map<Integer, Double> groupWeights = new HashMap<>();
    for (int cell = 0; cell < weights.length; cell++) {
      figures.total += weights[cell];
      for (int place : attributes.groupsOf(combinations.get(cell))) {
        groupWeights.merge(place, weights[cell], Double::sum);
      }
    }
    Map<Integer, Integer> claimOf = new HashMap<>();
    int place = 0;
    for (int attribute = 0; attribute < attributes.count(); attribute++) {
      for (String group : attributes.groups(attribute)) {
        double n = groupWeights.getOrDefault(place, 0.0);
        if (n > 0 && n >= least) {
          claimOf.put(place, figures.claims.size());
          figures.claims.add(new Claim(attribute, attributes.name(attribute), "loss", group, n));
        } else {
          figures.undefined.add("loss of " + attributes.name(attribute) + "=" + group);
        }
        place++;
      }
    }
    figures.offsets = new double[figures.claims.size()];
    for (int cell = 0; cell < weights.length; cell++) {
      figures.errorCosts[cell] = 1 / figures.total;
      List<double[]> all = new ArrayList<>();
      for (int used : attributes.groupsOf(combinations.get(cell))) {
        Integer claim = claimOf.get(used);
        if (claim != null) {
          all.add(new double[] {claim, 1 / figures.claims.get(claim).n()});
        }
      }
      figures.use(cell, all);
    }
    return figures;
  }

  int cells() {
    return errorCosts.length;
  }

  int size() {
    return claims.size();
  }

  List<Claim> claims() {
    return claims;
  }

  /** Rates left out because their denominator is zero or below the least. */
  List<String> undefined() {
    return undefined;
  }

  double total() {
    return total;
  }

  double error(double[] values) {
    double error = errorOffset;
    for (int cell = 0; cell < values.length; cell++) {
      error += errorCosts[cell] * values[cell];
    }
    return error;
  }

  double[] rates(double[] values) {
    double[] rates = offsets.clone();
    for (int cell = 0; cell < values.length; cell++) {
      for (int i = 0; i < claimsOfCell[cell].length; i++) {
        rates[claimsOfCell[cell][i]] += factorsOfCell[cell][i] * values[cell];
      }
    }
    return rates;
  }

  /** What a unit of each cell's value costs when the rates cost the multipliers. */
  double[] costs(double[] multipliers) {
    double[] costs = errorCosts.clone();
    for (int cell = 0; cell < costs.length; cell++) {
      for (int i = 0; i < claimsOfCell[cell].length; i++) {
        costs[cell] += multipliers[claimsOfCell[cell][i]] * factorsOfCell[cell][i];
      }
    }
    return costs;
  }
}
