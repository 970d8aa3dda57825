package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.List;

/**
 * Leaves of one subtree and all the conditions on the ways to them: a row's contributions of these
 * leaves depend on nothing but its answers.
 */
record Unit(List<Condition> conditions, List<LeafPath> leaves) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A row's answers, by bit. */
  long answers(int[] bins) {
    long answers = 0;
    for (int i = 0; i < conditions.size(); i++) {
      if (conditions.get(i).holds(bins)) {
        answers |= 1L << i;
      }
    }
    return answers;
  }

  /** Whether every combination of answers has a place in a table. */
  boolean fitsATable() {
    return conditions.size() <= Byte.SIZE;
  }
}
