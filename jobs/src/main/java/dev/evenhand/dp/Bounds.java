package dev.evenhand.dp;

import dev.evenhand.base.DataProblem;

/**
 * How much one subject may contribute.
 *
 * @param groups that a subject has a part in at most; of more, some are chosen at random
 * @param rows of a subject that count in one group at most; of more, some are chosen at random
 */
public record Bounds(int groups, int rows) {
  private static final int MOST = 1_000_000;

  public Bounds {
    if (groups < 1 || groups > MOST) {
      throw new DataProblem("A subject may count in 1 to 1000000 groups, was " + groups + ".");
    }
    if (rows < 1 || rows > MOST) {
      throw new DataProblem("A subject may have 1 to 1000000 rows in a group, was " + rows + ".");
    }
  }
}
