package dev.evenhand.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * The smallest changes by sets of levers, exactly: with gains in proportion to costs, numbers
 * without steps fill what is missing, best rate first; steps are tried outward from where the
 * relaxed problem puts them, until its bound says that no better is left (branch and bound). A set
 * is solved only if its bound is lower than what was found.
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

  /**
   * A set of levers.
   *
   * @param cost a bound of it until it is solved
   * @param values empty until it is solved
   */
  private record Candidate(
      List<Pull> pulls, double cost, Map<Integer, double[]> values, int serial) {
    boolean isSolved() {
      return !values.isEmpty();
    }
  }

  /** The search of one row. */
  private static final class Run {
    private final List<Pull> pulls;
    private final double gap;
    private final Wish wish;
    private final PriorityQueue<Candidate> queue =
        new PriorityQueue<>(
            Comparator.comparingDouble(Candidate::cost)
                .thenComparing(candidate -> candidate.pulls().size())
                .thenComparing(Candidate::serial));
    private int steps;
    private Pull[] set = new Pull[0];
    private Pull[][] later = new Pull[0][];
    private double[] gains = new double[0];
    private double[] bestGains = new double[0];
    private double best;

    Run(List<Pull> pulls, double gap, Wish wish) {
      this.pulls = pulls;
      this.gap = gap;
      this.wish = wish;
    }

    /**
     * Takes the set of levers of the lowest bound: solves it, or, if it is solved and so cheaper
     * than all that others can be, chooses it.
     */
    Result search() {
      sets(0, new ArrayList<>());
      boolean isCut = queue.size() >= wish.budget();
      List<Remedy> chosen = new ArrayList<>();
      while (!queue.isEmpty() && chosen.size() < wish.alternatives()) {
        Candidate candidate = queue.remove();
        List<Integer> levers = candidate.pulls().stream().map(Pull::lever).toList();
        if (chosen.stream().anyMatch(earlier -> earlier.isWithin(levers))) {
          continue;
        }
        if (candidate.isSolved()) {
          boolean isSmallest = !isCut && steps < wish.budget();
          chosen.add(new Remedy(candidate.values(), candidate.cost(), isSmallest));
        } else {
          solve(candidate);
        }
      }
      return new Result(chosen, !isCut && steps < wish.budget());
    }

    private void sets(int from, List<Pull> chosen) {
      if (!chosen.isEmpty()) {
        take(chosen.toArray(Pull[]::new));
        double bound = relaxed(0, gap);
        if (bound < Double.POSITIVE_INFINITY) {
          queue.add(new Candidate(List.copyOf(chosen), bound, Map.of(), queue.size()));
        }
      }
      boolean mayGrow = chosen.size() < wish.mostChanges() && queue.size() < wish.budget();
      for (int i = from; i < pulls.size() && mayGrow; i++) {
        chosen.add(pulls.get(i));
        sets(i + 1, chosen);
        chosen.remove(chosen.size() - 1);
      }
    }

    private void take(Pull[] pullsOfSet) {
      set = pullsOfSet;
      later = new Pull[set.length + 1][];
      for (int from = 0; from <= set.length; from++) {
        later[from] = Arrays.copyOfRange(set, from, set.length);
        Arrays.sort(later[from], Comparator.comparingDouble(pull -> -pull.rate()));
      }
    }

    private void solve(Candidate candidate) {
      take(candidate.pulls().toArray(Pull[]::new));
      gains = new double[set.length];
      best = Double.POSITIVE_INFINITY;
      branch(0, gap, 0);
      Map<Integer, double[]> values = new TreeMap<>();
      for (int i = 0; i < set.length && best < Double.POSITIVE_INFINITY; i++) {
        if (bestGains[i] > 0) {
          values.put(set[i].lever(), set[i].values(bestGains[i]));
        }
      }
      if (values.size() == set.length) { // else a smaller set is as cheap
        queue.add(new Candidate(candidate.pulls(), best, values, candidate.serial()));
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
        step(at, k, missing, cost);
      }
      for (long k = start; k <= pull.steps() && isPromising(at, k, missing, cost); k++) {
        step(at, k, missing, cost);
      }
    }

    private void step(int at, long k, double missing, double cost) {
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
      for (Pull pull : later[from]) {
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
