package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The best mixture of known predictors: min Σ q error + price · excess, such that the mixture's
 * rates break the bound by at most the excess. A linear program, solved exactly; thresholds enter
 * when they would lower its cost.
 */
final class MixtureProgram {
  private static final int MOST_ROUNDS = 500;
  private static final double WORTH = 1e-10;

  /** A predictor's share of the mixture. */
  record Choice(int family, int cut, double weight) {}

  /**
   * A mixture, and the multipliers that make it the best of the known ones.
   *
   * @param value its error and what its excess costs
   * @param constant what the multipliers earn from the bound itself
   */
  record Solution(double value, List<Choice> choices, double[] multipliers, double constant) {}

  private final CellFigures figures;
  private final List<Limit.Row> rows;
  private final Map<Integer, int[]> members = new HashMap<>();
  private final Simplex simplex;
  private final List<Family> families = new ArrayList<>();

  MixtureProgram(CellFigures figures, Limit limit, double price) {
    this.figures = figures;
    this.rows = limit.rows(figures);
    double[] right = new double[rows.size() + 1];
    double[] relief = new double[rows.size() + 1];
    int events = 0;
    for (int i = 0; i < rows.size(); i++) {
      right[i] = rows.get(i).right();
      relief[i] = rows.get(i).isSoft() ? -1 : 0;
      events = Math.max(events, rows.get(i).low() + 1);
    }
    right[rows.size()] = 1;
    simplex = new Simplex(right);
    simplex.add(price, relief);
    for (int event = 0; event < events; event++) {
      double[] low = new double[rows.size() + 1];
      for (int i = 0; i < rows.size(); i++) {
        low[i] = rows.get(i).low() == event ? rows.get(i).lowFactor() : 0;
      }
      simplex.add(0, low);
    }
  }

  void add(Family family) {
    families.add(family);
    int member = member(families.size() - 1, family.ownCut());
    if (families.size() == 1) {
      simplex.start(member, 0);
    }
  }

  private int member(int family, int cut) {
    double[] values = families.get(family).values(cut);
    double[] rates = figures.rates(values);
    double[] column = new double[rows.size() + 1];
    for (int i = 0; i < rows.size(); i++) {
      Limit.Row row = rows.get(i);
      for (int k = 0; k < row.rates().length; k++) {
        column[i] += row.factors()[k] * rates[row.rates()[k]];
      }
    }
    column[rows.size()] = 1;
    int variable = simplex.add(figures.error(values), column);
    members.put(variable, new int[] {family, cut});
    return variable;
  }

  Solution solve() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      simplex.solve();
      double[] duals = simplex.duals();
      double[] costs = figures.costs(multipliers(duals));
      boolean isFinal = true;
      for (int family = 0; family < families.size(); family++) {
        int cut = families.get(family).best(costs);
        if (reducedCost(duals, family, cut) < -WORTH) {
          member(family, cut);
          isFinal = false;
        }
      }
      if (isFinal) {
        break;
      }
    }
    return solution();
  }

  private double reducedCost(double[] duals, int family, int cut) {
    double[] values = families.get(family).values(cut);
    double[] rates = figures.rates(values);
    double[] multipliers = multipliers(duals);
    double cost = figures.error(values) - duals[rows.size()];
    for (int r = 0; r < rates.length; r++) {
      cost += multipliers[r] * rates[r];
    }
    return cost;
  }

  private double[] multipliers(double[] duals) {
    double[] multipliers = new double[figures.size()];
    for (int i = 0; i < rows.size(); i++) {
      Limit.Row row = rows.get(i);
      for (int k = 0; k < row.rates().length; k++) {
        multipliers[row.rates()[k]] -= duals[i] * row.factors()[k];
      }
    }
    return multipliers;
  }

  private Solution solution() {
    double[] duals = simplex.duals();
    double[] values = simplex.solution();
    List<Choice> choices = new ArrayList<>();
    double sum = 0;
    for (int variable = 0; variable < values.length; variable++) {
      int[] member = members.get(variable);
      if (member != null && values[variable] > 1e-9) {
        choices.add(new Choice(member[0], member[1], values[variable]));
        sum += values[variable];
      }
    }
    double total = sum;
    choices.replaceAll(c -> new Choice(c.family(), c.cut(), c.weight() / total));
    double constant = 0;
    for (int i = 0; i < rows.size(); i++) {
      constant -= duals[i] * rows.get(i).right();
    }
    return new Solution(duals[rows.size()] - constant, choices, multipliers(duals), constant);
  }

  /** The cells' values of a mixture. */
  double[] values(List<Choice> choices) {
    double[] values = new double[figures.cells()];
    for (Choice choice : choices) {
      double[] part = families.get(choice.family()).values(choice.cut());
      for (int cell = 0; cell < values.length; cell++) {
        values[cell] += choice.weight() * part[cell];
      }
    }
    return values;
  }

  /** The least Lagrangian of a known predictor under multipliers: a bound from below. */
  double least(double[] multipliers, double constant) {
    double[] costs = figures.costs(multipliers);
    double least = Double.POSITIVE_INFINITY;
    for (Family family : families) {
      double[] values = family.values(family.best(costs));
      double[] rates = figures.rates(values);
      double cost = figures.error(values) - constant;
      for (int r = 0; r < rates.length; r++) {
        cost += multipliers[r] * rates[r];
      }
      least = Math.min(least, cost);
    }
    return least;
  }

  List<Family> families() {
    return families;
  }
}
