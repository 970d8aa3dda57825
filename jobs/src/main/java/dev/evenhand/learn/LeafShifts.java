package dev.evenhand.learn;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * How far to shift the margins of each part of a tree so that the groups' actual rates keep the
 * bound at the least cost.
 *
 * <p>A leaf's step without the constraint, u = η r with r its mean residual of the loss, minimizes
 * W (u - η r)² / (2 η): what a shift costs is what it takes from that. The rates follow exactly
 * from the margins' distribution in each part, and shifts are taken at its edges. Sequential
 * quadratic programs: each holds the rates linearized by their slope over a band that narrows, and
 * prices a broken bound. Their multipliers are what the bound costs.
 */
final class LeafShifts {
  private static final int MOST_STEPS = 16;
  private static final int MOST_AIMS = 6;
  private static final double FIRST_BAND = 0.2;
  private static final double NARROWING = 0.65;
  private static final int MOST_MOVES = 24;
  private static final double LEVEL_CURVATURE = 1e-6;

  private final LeafTallies.Shape shape;
  private final double[][] tails;
  private final Cost cost;
  private final RateTable rates;
  private final double[] baseRates;
  private double[] multipliers;

  /** Shifts, the multiplier of each rate, and the excess over the bound. */
  record Result(double[] shifts, double[] multipliers, double excess) {}

  /** What a shift costs: slope · c + curvature · c² / 2 for each part. */
  record Cost(double[] slopes, double[] curvatures) {
    double at(double[] shifts) {
      double sum = 0;
      for (int part = 0; part < shifts.length; part++) {
        sum += shifts[part] * (slopes[part] + 0.5 * curvatures[part] * shifts[part]);
      }
      return sum;
    }
  }

  /**
   * @param tails of each part and cell at each edge
   * @param rates to be held
   * @param cellWeights each cell's weight
   */
  LeafShifts(
      LeafTallies.Shape shape, double[][] tails, Cost cost, RateTable rates, double[] cellWeights) {
    this.shape = shape;
    this.tails = tails;
    this.cost = cost;
    this.rates = rates;
    multipliers = new double[rates.size()];
    baseRates = new double[rates.size()];
    for (int k = 0; k < baseRates.length; k++) {
      RateTable.Rate rate = rates.get(k);
      for (int label = 0; label < 2; label++) {
        double offset = rate.moment().offset(label);
        baseRates[k] += offset * cellWeights[rate.cells()[label]] / rate.n();
      }
    }
  }

  /** The best shifts found, at edges; none where the bound leaves room without any. */
  Result solve(Bound bound, double price) {
    double[] none = new double[cost.slopes().length];
    boolean isFree = Arrays.stream(cost.slopes()).allMatch(slope -> slope == 0);
    if (isFree && excess(none, bound) + 2 * uncertainty() <= 0) {
      return new Result(none, multipliers, excess(none, bound));
    }
    Bound aim = bound;
    double[] shifts = none;
    Result best = null;
    for (int round = 0; round < MOST_AIMS; round++) {
      shifts = search(shifts, aim, price);
      double[] snapped = polished(snapped(shifts), bound, price);
      double excess = excess(snapped, bound);
      if (best == null || excess < best.excess()) {
        best = new Result(snapped, multipliers, excess);
      }
      if (excess <= 0) {
        break;
      }
      aim = aim.tightened(1.2 * excess);
    }
    return best;
  }

  /** The largest share of a rate whose margins lie in the same bin as the cut. */
  private double uncertainty() {
    double[] shares = new double[rates.size()];
    int bin = (int) shape.place(0);
    for (int part = 0; part < cost.slopes().length; part++) {
      for (int k = 0; k < shares.length; k++) {
        for (int cell : rates.get(k).cells()) {
          double[] tail = tails[part * shape.cells() + cell];
          shares[k] += (tail[bin] - tail[bin + 1]) / rates.get(k).n();
        }
      }
    }
    return Arrays.stream(shares).max().orElse(0);
  }

  private double excess(double[] shifts, Bound bound) {
    return bound.excess(rates.ranges(rates(shifts)));
  }

  private double[] search(double[] start, Bound aim, double price) {
    double[] at = start;
    double merit = merit(at, aim, price);
    double band = FIRST_BAND;
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] next = program(at, aim, price, Math.max(band, shape.step()));
      double reach = 1;
      double[] tried = between(at, next, reach);
      while (merit(tried, aim, price) >= merit && reach > 0.05) {
        reach /= 2;
        tried = between(at, next, reach);
      }
      double found = merit(tried, aim, price);
      if (found < merit) {
        double won = merit - found;
        at = tried;
        merit = found;
        if (won < 1e-7 && band <= shape.step()) {
          break;
        }
      } else if (band <= shape.step()) {
        break;
      }
      band *= NARROWING;
    }
    return at;
  }

  private double merit(double[] shifts, Bound aim, double price) {
    double merit = cost.at(shifts);
    for (double[] range : rates.ranges(rates(shifts))) {
      merit += price * Math.max(0, aim.excess(range[0], range[1]));
    }
    return merit;
  }

  private double[] between(double[] from, double[] to, double reach) {
    double most = LeafTallies.REACH - 2 * shape.step();
    double[] between = new double[from.length];
    for (int part = 0; part < from.length; part++) {
      double value = from[part] + reach * (to[part] - from[part]);
      between[part] = Math.max(-most, Math.min(most, value));
    }
    return between;
  }

  /** One quadratic program: shifts, then a level for each event that stands for its lowest rate. */
  private double[] program(double[] at, Bound aim, double price, double band) {
    int parts = at.length;
    int size = parts + rates.events();
    double[][] hessian = new double[size][size];
    for (int i = 0; i < size; i++) {
      hessian[i][i] = i < parts ? cost.curvatures()[i] : LEVEL_CURVATURE;
    }
    double[] values = rates(at);
    double[][] slopes = slopes(at, band);
    QuadraticProgram.Row[] rows = new QuadraticProgram.Row[2 * values.length];
    for (int k = 0; k < values.length; k++) {
      int[] variables = new int[parts + 1];
      double[] upper = new double[parts + 1];
      double[] lower = new double[parts + 1];
      double fixed = values[k];
      for (int part = 0; part < parts; part++) {
        variables[part] = part;
        upper[part] = slopes[k][part];
        lower[part] = -slopes[k][part];
        fixed -= slopes[k][part] * at[part];
      }
      variables[parts] = parts + rates.get(k).event();
      upper[parts] = -aim.factor();
      lower[parts] = 1;
      rows[2 * k] = new QuadraticProgram.Row(variables, upper, aim.margin() - fixed, price);
      rows[2 * k + 1] = new QuadraticProgram.Row(variables, lower, fixed, price);
    }
    QuadraticProgram.Solution solution =
        new QuadraticProgram(hessian, Arrays.copyOf(cost.slopes(), size), rows).solve();
    double[] all =
        DoubleStream.concat(Arrays.stream(solution.x()), Arrays.stream(solution.multipliers()))
            .toArray();
    if (!Arrays.stream(all).allMatch(Double::isFinite)) {
      return at; // nothing can be learned from a program that could not be solved
    }
    multipliers = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      multipliers[k] = solution.multipliers()[2 * k] - solution.multipliers()[2 * k + 1];
    }
    return Arrays.copyOf(solution.x(), parts);
  }

  private double[] rates(double[] shifts) {
    double[] values = baseRates.clone();
    for (int part = 0; part < shifts.length; part++) {
      add(values, part, shifts[part], 1);
    }
    return values;
  }

  /** Each rate's slope by each part's shift, over a band on both sides. */
  private double[][] slopes(double[] at, double band) {
    double[][] slopes = new double[rates.size()][at.length];
    for (int part = 0; part < at.length; part++) {
      double[] change = new double[rates.size()];
      add(change, part, at[part] + band, 1 / (2 * band));
      add(change, part, at[part] - band, -1 / (2 * band));
      for (int k = 0; k < change.length; k++) {
        slopes[k][part] = change[k];
      }
    }
    return slopes;
  }

  private void add(double[] values, int part, double shift, double factor) {
    for (int k = 0; k < values.length; k++) {
      RateTable.Rate rate = rates.get(k);
      for (int label = 0; label < 2; label++) {
        double sign = rate.moment().sign(label);
        if (sign != 0) {
          double[] tail = tails[part * shape.cells() + rate.cells()[label]];
          values[k] += factor * sign * above(tail, -shift) / rate.n();
        }
      }
    }
  }

  /** The weight above a margin, between edges in proportion. */
  private double above(double[] tail, double margin) {
    double place = Math.max(0, Math.min(shape.bins(), shape.place(margin)));
    int bin = Math.min(shape.bins() - 1, (int) place);
    double rest = place - bin;
    return tail[bin] + rest * (tail[bin + 1] - tail[bin]);
  }

  /** Moves one part after another by some edges, as long as that pays and the bound is broken. */
  private double[] polished(double[] snapped, Bound bound, double price) {
    double[] best = snapped;
    double least = merit(best, bound, price);
    for (int move = 0; move < MOST_MOVES && excess(best, bound) > 0; move++) {
      double[] from = best;
      for (int part = 0; part < from.length; part++) {
        for (int edges = 1; edges < shape.bins() / 2; edges *= 2) {
          for (int sign = -1; sign <= 1; sign += 2) {
            double[] next = from.clone();
            next[part] += sign * edges * shape.step();
            double found = merit(next, bound, price);
            if (Math.abs(next[part]) < LeafTallies.REACH - 2 * shape.step() && found < least) {
              best = next;
              least = found;
            }
          }
        }
      }
      if (best == from) {
        break;
      }
      best = snapped(best);
    }
    return best;
  }

  /** The shifts moved to where the rates are known exactly. */
  private double[] snapped(double[] shifts) {
    double[] snapped = new double[shifts.length];
    for (int part = 0; part < shifts.length; part++) {
      snapped[part] = -shape.edge(Math.rint(shape.place(-shifts[part])));
    }
    return snapped;
  }
}
