package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.List;

/** Looks for the smallest changes of a row that lift its score to a goal. */
interface RemedySearch extends Serializable {
  double score(double[] row);

  /** Cheapest first; none has all features of another. */
  Result of(double[] row, Wish wish);

  /**
   * What is wanted.
   *
   * @param goal the score to reach
   * @param mostChanges features that may change together
   * @param alternatives how many
   * @param budget steps of the search
   */
  record Wish(double goal, int mostChanges, int alternatives, int budget) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * What was found.
   *
   * @param isComplete false if the budget ended the search
   */
  record Result(List<Remedy> remedies, boolean isComplete) {}
}
