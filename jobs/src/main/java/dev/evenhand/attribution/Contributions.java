package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How the values of leaves become contributions: at output · players + player, and behind them, if
 * asked for, the interaction of each pair of players at player · players + other.
 *
 * @param games of each unit's leaves
 */
record Contributions(
    List<Unit> units, List<List<LeafGame>> games, int outputs, int players, boolean hasPairs)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  int size() {
    return outputs * players + (hasPairs ? players * players : 0);
  }

  double[] base() {
    double[] base = new double[outputs];
    for (List<LeafGame> ofUnit : games) {
      for (LeafGame game : ofUnit) {
        double chance = game.base();
        for (int c = 0; c < outputs; c++) {
          base[c] += chance * game.path().values()[c];
        }
      }
    }
    return base;
  }

  /** Where the contributions of a unit go. */
  int[] targets(int unit) {
    TreeSet<Integer> targets = new TreeSet<>();
    for (LeafGame game : games.get(unit)) {
      int[] path = game.path().players();
      for (int i = 0; i < path.length; i++) {
        for (int c = 0; c < outputs; c++) {
          targets.add(c * players + path[i]);
        }
        for (int j = i + 1; hasPairs && j < path.length; j++) {
          targets.add(pairPlace(path[i], path[j]));
        }
      }
    }
    return targets.stream().mapToInt(Integer::intValue).toArray();
  }

  private int pairPlace(int player, int other) {
    return outputs * players + player * players + other;
  }

  /** Adds what the leaves of a unit contribute to a row with these answers. */
  void add(int unit, long answers, double[] sums) {
    for (LeafGame game : games.get(unit)) {
      LeafPath leaf = game.path();
      int n = leaf.players().length;
      double[] shares = new double[n];
      game.shares(answers, shares);
      for (int c = 0; c < outputs; c++) {
        for (int i = 0; i < n; i++) {
          sums[c * players + leaf.players()[i]] += shares[i] * leaf.values()[c];
        }
      }
      if (hasPairs) {
        addPairs(game, answers, sums);
      }
    }
  }

  private void addPairs(LeafGame game, long answers, double[] sums) {
    LeafPath leaf = game.path();
    int n = leaf.players().length;
    double[] pairs = new double[n * n];
    game.pairs(answers, pairs);
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        sums[pairPlace(leaf.players()[i], leaf.players()[j])] +=
            pairs[i * n + j] * leaf.values()[0];
      }
    }
  }

  /** The same of some of the units. */
  Contributions only(List<Integer> places) {
    List<Unit> someUnits = new ArrayList<>();
    List<List<LeafGame>> someGames = new ArrayList<>();
    for (int place : places) {
      someUnits.add(units.get(place));
      someGames.add(games.get(place));
    }
    return new Contributions(someUnits, someGames, outputs, players, hasPairs);
  }
}
