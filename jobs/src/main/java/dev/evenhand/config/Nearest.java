package dev.evenhand.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word of a list that a misspelled one was probably meant to be. */
final class Nearest {
  private Nearest() {}

  /** The closest word within a third of its length in edits; the first of equals. */
  static Optional<String> to(String word, Collection<String> words) {
    return words.stream()
        .filter(other -> edits(word, other) <= Math.max(1, other.length() / 3))
        .min(Comparator.comparingInt(other -> edits(word, other)));
  }

  /** A sentence's end: what was probably meant, or the remedy. */
  static String meant(String word, Collection<String> words, String remedy) {
    return to(word, words).map(near -> "did you mean '" + near + "'?").orElse(remedy);
  }

  /** Optimal string alignment distance: insertions, deletions, substitutions, swaps. */
  private static int edits(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, one, other, i, j);
      }
    }
    return cost[one.length()][other.length()];
  }

  private static int cheapest(int[][] cost, String one, String other, int i, int j) {
    int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int least = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean isSwap =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return isSwap ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
