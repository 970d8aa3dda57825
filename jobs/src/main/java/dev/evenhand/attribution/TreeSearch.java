package dev.evenhand.attribution;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.Vectors;

/**
 * Best-first search over sets of changes, cheapest first, so that the first that reaches the goal
 * is the smallest. A set is given up if no further change of later levers can reach the goal, by
 * the highest leaves within reach.
 */
record TreeSearch(FeatureCuts cuts, TreeScore trees, TreeOptions options) implements RemedySearch {
  private static final long serialVersionUID = 1L;

  /** Options chosen for some levers, in the order of levers. */
  private record State(State parent, int lever, int option, double cost, int changes, long serial) {
    Map<Integer, Integer> choices() {
      Map<Integer, Integer> choices = new TreeMap<>();
      for (State at = this; at.parent != null; at = at.parent) {
        choices.put(at.lever, at.option);
      }
      return choices;
    }
  }

  @Override
  public double score(double[] row) {
    return trees.of(bins(row));
  }

  private int[] bins(double[] row) {
    return cuts.bins(Vectors.dense(row));
  }

  @Override
  public Result of(double[] row, Wish wish) {
    return new Run(row, wish).search();
  }

  /** The search of one row. */
  private final class Run {
    private final double[] row;
    private final Wish wish;
    private final List<List<TreeOptions.Option>> choices;
    private final int[] present;
    private final BitSet[][] reach;
    private final List<Remedy> found = new ArrayList<>();
    private final PriorityQueue<State> queue =
        new PriorityQueue<>(Comparator.comparingDouble(State::cost).thenComparing(State::serial));
    private long pushed;

    Run(double[] row, Wish wish) {
      this.row = row;
      this.wish = wish;
      choices = options.of(row);
      present = bins(row);
      reach = reaches();
    }

    /** From each lever on: the bins that a row can reach by changing it and later ones. */
    private BitSet[][] reaches() {
      int[] bins = present.clone();
      BitSet[][] all = new BitSet[choices.size() + 1][bins.length];
      for (int i = 0; i < bins.length; i++) {
        all[choices.size()][i] = new BitSet();
        all[choices.size()][i].set(bins[i]);
      }
      for (int lever = choices.size() - 1; lever >= 0; lever--) {
        all[lever] = widened(all[lever + 1], lever);
      }
      return all;
    }

    /** The same bins, and those that a lever can reach. */
    private BitSet[] widened(BitSet[] bins, int lever) {
      BitSet[] wider = bins.clone();
      int[] entries = options.levers().get(lever).entries();
      for (int e = 0; e < entries.length; e++) {
        int used = cuts.used(entries[e]);
        if (used >= 0) {
          BitSet own = (BitSet) bins[used].clone();
          for (TreeOptions.Option option : choices.get(lever)) {
            own.set(cuts.bin(used, option.values()[e]));
          }
          wider[used] = own;
        }
      }
      return wider;
    }

    private void push(State parent, int lever, int option) {
      if (lever < choices.size() && option < choices.get(lever).size()) {
        double cost = parent.cost() + choices.get(lever).get(option).cost();
        queue.add(new State(parent, lever, option, cost, parent.changes() + 1, pushed++));
      }
    }

    Result search() {
      pushChildren(new State(null, -1, -1, 0, 0, 0), Map.of());
      int steps = 0;
      while (!queue.isEmpty() && found.size() < wish.alternatives()) {
        if (steps++ >= wish.budget()) {
          return new Result(found.isEmpty() ? greedy() : found, false);
        }
        State state = queue.remove();
        push(state.parent(), state.lever(), state.option() + 1);
        visit(state);
      }
      return new Result(found, true);
    }

    /** One change more, of each later lever with which the goal is within reach. */
    private void pushChildren(State state, Map<Integer, Integer> changed) {
      boolean isLast = state.changes() + 1 == wish.mostChanges();
      for (int lever = state.lever() + 1; lever < choices.size(); lever++) {
        BitSet[] within = isLast ? widened(reach[choices.size()], lever) : reach[lever].clone();
        int[] bins = present.clone();
        changed.forEach((before, option) -> set(before, option, bins, within));
        if (trees.atMost(within) >= wish.goal()) {
          push(state, lever, 0);
        }
      }
    }

    private void visit(State state) {
      Map<Integer, Integer> changed = state.choices();
      if (found.stream().anyMatch(remedy -> remedy.isWithin(changed.keySet()))) {
        return;
      }
      int[] bins = present.clone();
      changed.forEach((lever, option) -> set(lever, option, bins, reach[choices.size()].clone()));
      if (trees.of(bins) >= wish.goal()) {
        found.add(remedy(changed, state.cost(), true));
      } else if (state.changes() < wish.mostChanges()) {
        pushChildren(state, changed);
      }
    }

    private void set(int lever, int option, int[] bins, BitSet[] within) {
      int[] entries = options.levers().get(lever).entries();
      double[] values = choices.get(lever).get(option).values();
      for (int e = 0; e < entries.length; e++) {
        int used = cuts.used(entries[e]);
        if (used >= 0) {
          bins[used] = cuts.bin(used, values[e]);
          within[used] = new BitSet();
          within[used].set(bins[used]);
        }
      }
    }

    private Remedy remedy(Map<Integer, Integer> changed, double cost, boolean isSmallest) {
      Map<Integer, double[]> values = new TreeMap<>();
      changed.forEach(
          (lever, option) -> values.put(lever, choices.get(lever).get(option).values()));
      return new Remedy(values, cost, isSmallest);
    }

    /** One change after the other, each the largest gain for its cost. */
    private List<Remedy> greedy() {
      Map<Integer, Integer> changed = new TreeMap<>();
      double cost = 0;
      double score = score(row);
      while (changed.size() < wish.mostChanges() && score < wish.goal()) {
        int[] best = {-1, -1};
        double bestRate = 0;
        double bestScore = score;
        for (int lever = 0; lever < choices.size(); lever++) {
          for (int o = 0; o < choices.get(lever).size() && !changed.containsKey(lever); o++) {
            double with = with(changed, lever, o);
            double gain = Math.min(with, wish.goal()) - score;
            double rate = gain / choices.get(lever).get(o).cost();
            if (gain > 0 && rate > bestRate) {
              best = new int[] {lever, o};
              bestRate = rate;
              bestScore = with;
            }
          }
        }
        if (best[0] < 0) {
          return List.of();
        }
        changed.put(best[0], best[1]);
        cost += choices.get(best[0]).get(best[1]).cost();
        score = bestScore;
      }
      return score < wish.goal() ? List.of() : List.of(remedy(changed, cost, false));
    }

    private double with(Map<Integer, Integer> changed, int lever, int option) {
      int[] bins = present.clone();
      BitSet[] ignored = reach[0].clone();
      changed.forEach((l, o) -> set(l, o, bins, ignored));
      set(lever, option, bins, ignored);
      return trees.of(bins);
    }
  }
}
