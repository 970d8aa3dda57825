package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bound on rates as rows of a linear program: between the groups of an event, from each group to
 * all of them together (as Agarwal et al. (2018) have it), or on each group's loss.
 *
 * @param between null but for a bound between groups
 * @param most the largest deviation from overall, or the largest loss
 */
record Limit(Kind kind, Bound between, double most) {
  /** What is bounded. */
  enum Kind {
    BETWEEN,
    OVERALL,
    LOSS
  }

  /**
   * Σ factor · rate + lowFactor · (lowest rate of an event) - (excess, if the row is soft) ≤ right.
   *
   * @param low the event, or -1
   */
  record Row(int[] rates, double[] factors, int low, double lowFactor, double right) {
    /** True for a row that may be broken at a price. */
    boolean isSoft() {
      return low < 0 || lowFactor < 0;
    }
  }

  static Limit between(Bound bound) {
    return new Limit(Kind.BETWEEN, bound, 0);
  }

  static Limit overall(double most) {
    return new Limit(Kind.OVERALL, null, most);
  }

  static Limit loss(double most) {
    return new Limit(Kind.LOSS, null, most);
  }

  /** The same bound in another unit of loss. */
  Limit scaled(double factor) {
    return kind == Kind.LOSS ? loss(most * factor) : this;
  }

  List<Row> rows(CellFigures figures) {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < figures.size(); r++) {
      int event = figures.claims().get(r).event();
      int[] self = {r};
      switch (kind) {
        case BETWEEN -> {
          double[] one = {1};
          rows.add(new Row(self, one, event, -between.factor(), between.margin()));
          rows.add(new Row(self, new double[] {-1}, event, 1, 0));
        }
        case OVERALL -> addOverall(rows, figures, r);
        case LOSS -> rows.add(new Row(self, new double[] {1}, -1, 0, most));
      }
    }
    return rows;
  }

  private void addOverall(List<Row> rows, CellFigures figures, int rate) {
    double[] shares = shares(figures, figures.claims().get(rate).event());
    int[] members = IntStream.range(0, shares.length).toArray();
    double[] above = new double[shares.length];
    double[] below = new double[shares.length];
    for (int i = 0; i < shares.length; i++) {
      above[i] = (i == rate ? 1 : 0) - shares[i];
      below[i] = -above[i];
    }
    rows.add(new Row(members, above, -1, 0, most));
    rows.add(new Row(members, below, -1, 0, most));
  }

  /** Each group's share of an event's rows; 0 outside of the event. */
  private static double[] shares(CellFigures figures, int event) {
    double[] shares = new double[figures.size()];
    double total = 0;
    for (int i = 0; i < shares.length; i++) {
      if (figures.claims().get(i).event() == event) {
        shares[i] = figures.claims().get(i).n();
        total += shares[i];
      }
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= total;
    }
    return shares;
  }

  /** How much the rates break the bound; negative when there is room. */
  double excess(CellFigures figures, double[] rates) {
    if (rates.length == 0) {
      return 0;
    }
    return kind == Kind.BETWEEN
        ? between.excess(ranges(figures, rates))
        : reading(figures, rates) - most;
  }

  /** The violation as people read it: a largest difference, smallest ratio or largest loss. */
  double reading(CellFigures figures, double[] rates) {
    if (kind == Kind.BETWEEN) {
      return between.reading(ranges(figures, rates));
    }
    double reading = 0;
    for (int r = 0; r < rates.length; r++) {
      double overall = 0;
      if (kind == Kind.OVERALL) {
        double[] shares = shares(figures, figures.claims().get(r).event());
        for (int i = 0; i < rates.length; i++) {
          overall += shares[i] * rates[i];
        }
      }
      reading = Math.max(reading, Math.abs(rates[r] - overall));
    }
    return reading;
  }

  private static double[][] ranges(CellFigures figures, double[] rates) {
    int events = 0;
    for (CellFigures.Claim claim : figures.claims()) {
      events = Math.max(events, claim.event() + 1);
    }
    double[][] ranges = new double[events][];
    for (int r = 0; r < rates.length; r++) {
      int event = figures.claims().get(r).event();
      if (ranges[event] == null) {
        ranges[event] = new double[] {rates[r], rates[r]};
      }
      ranges[event][0] = Math.min(ranges[event][0], rates[r]);
      ranges[event][1] = Math.max(ranges[event][1], rates[r]);
    }
    return ranges;
  }
}
