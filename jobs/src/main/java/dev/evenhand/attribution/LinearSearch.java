package dev.evenhand.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The smallest changes by every set of levers, exactly: with gains in proportion to costs, numbers
 * without steps fill what is missing, best rate first; steps are tried outward from where the
 * relaxed problem puts them, until its bound says that no better is left (branch and bound).
 */
record LinearSearch(double[] coefficients, double intercept, List<Lever> levers)
    implements RemedySearch {
  private static final long serialVersionUID = 1L;
  private static final double CLOSE = 1e-12;

  @Override
  public double score(double[] row) {
    double score = intercept;
    for (int i = 0; i < coefficients.length; i++) {
      score += coefficients[i] * row[i];
    }
    return score;
  }

  @Override
  public Result of(double[] row, Wish wish) {
    List<Pull> pulls = new ArrayList<>();
    for (int place = 0; place < levers.size(); place++) {
      Pull pull = Pull.of(levers.get(place), place, row, coefficients);
      if (pull != null) {
        pulls.add(pull);
      }
    }
    // Those with steps first, then by rate: what has none fills the rest.
    pulls.sort(
        Comparator.comparing((Pull pull) -> !pull.hasSteps())
            .thenComparing(pull -> -pull.rate())
            .thenComparing(Pull::lever));
    return new Run(pulls, wish.goal() - score(row), wish).search();
  }

  /** The search of one row. */
  private static final class Run {
    private final List<Pull> pulls;
    private final double gap;
    private final Wish wish;
    private final List<Remedy> candidates = new ArrayList<>();
    private int steps;
    private Pull[] set = new Pull[0];
    private double[] gains = new double[0];
    private double[] bestGains = new double[0];
    private double best;

    Run(List<Pull> pulls, double gap, Wish wish) {
      this.pulls = pulls;
      this.gap = gap;
      this.wish = wish;
    }

    Result search() {
      sets(0, new ArrayList<>());
      candidates.sort(Comparator.comparingDouble(Remedy::cost));
      List<Remedy> chosen = new ArrayList<>();
      boolean isComplete = steps < wish.budget();
      for (Remedy candidate : candidates) {
        boolean isNew =
            chosen.stream().noneMatch(earlier -> earlier.isWithin(candidate.values().keySet()));
        if (isNew && chosen.size() < wish.alternatives()) {
          chosen.add(new Remedy(candidate.values(), candidate.cost(), isComplete));
        }
      }
      return new Result(chosen, isComplete);
    }

    private void sets(int from, List<Pull> chosen) {
      if (!chosen.isEmpty()) {
        solve(chosen);
      }
      for (int i = from; i < pulls.size() && chosen.size() < wish.mostChanges(); i++) {
        chosen.add(pulls.get(i));
        sets(i + 1, chosen);
        chosen.remove(chosen.size() - 1);
      }
    }

    private void solve(List<Pull> chosen) {
      if (chosen.stream().mapToDouble(Pull::most).sum() < gap || steps >= wish.budget()) {
        return;
      }
      set = chosen.toArray(Pull[]::new);
      gains = new double[set.length];
      best = Double.POSITIVE_INFINITY;
      branch(0, gap, 0);
      boolean usesAll = best < Double.POSITIVE_INFINITY;
      for (int i = 0; usesAll && i < set.length; i++) {
        usesAll = bestGains[i] > 0;
      }
      if (usesAll) {
        Map<Integer, double[]> values = new TreeMap<>();
        for (int i = 0; i < set.length; i++) {
          values.put(set[i].lever(), set[i].values(bestGains[i]));
        }
        candidates.add(new Remedy(values, best, true));
      }
    }

    private void branch(int at, double missing, double cost) {
      steps++;
      if (at == set.length || !set[at].hasSteps()) {
        fill(at, missing, cost);
        return;
      }
      Pull pull = set[at];
      long start = pull.firstStep(missing - better(at, missing));
      for (long k = start - 1; k >= 1 && isPromising(at, k, missing, cost); k--) {
        take(at, k, missing, cost);
      }
      for (long k = start; k <= pull.steps() && isPromising(at, k, missing, cost); k++) {
        take(at, k, missing, cost);
      }
    }

    private void take(int at, long k, double missing, double cost) {
      gains[at] = set[at].gain(k);
      branch(at + 1, missing - gains[at], cost + gains[at] / set[at].rate());
    }

    /** What later levers of a better rate could gain, at most what is missing. */
    private double better(int at, double missing) {
      double sum = 0;
      for (int i = at + 1; i < set.length; i++) {
        sum += set[i].rate() > set[at].rate() ? set[i].most() : 0;
      }
      return Math.min(sum, Math.max(missing, 0));
    }

    /** Whether this step, and the rest as if without steps, costs less than the best so far. */
    private boolean isPromising(int at, long k, double missing, double cost) {
      double gain = set[at].gain(k);
      double bound = cost + gain / set[at].rate() + relaxed(at + 1, missing - gain);
      boolean isFirst = best == Double.POSITIVE_INFINITY;
      double below = isFirst ? best : best - CLOSE * Math.max(1, best);
      return steps < wish.budget() && bound < below;
    }

    private double relaxed(int from, double missing) {
      double rest = missing;
      double cost = 0;
      Pull[] later = Arrays.copyOfRange(set, from, set.length);
      Arrays.sort(later, Comparator.comparingDouble(pull -> -pull.rate()));
      for (Pull pull : later) {
        double gain = Math.max(0, Math.min(pull.most(), rest));
        cost += gain / pull.rate();
        rest -= gain;
      }
      return rest > CLOSE * Math.max(1, Math.abs(gap)) ? Double.POSITIVE_INFINITY : cost;
    }

    private void fill(int from, double missing, double cost) {
      double rest = missing;
      double total = cost;
      for (int i = from; i < set.length; i++) { // sorted by rate
        gains[i] = Math.max(0, Math.min(set[i].most(), rest));
        total += gains[i] / set[i].rate();
        rest -= gains[i];
      }
      if (rest <= CLOSE * Math.max(1, Math.abs(gap)) && total < best) {
        best = total;
        bestGains = gains.clone();
      }
    }
  }
}
