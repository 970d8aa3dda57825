package dev.evenhand.attribution;

import java.io.Serializable;

/**
 * A leaf, and what each player must satisfy for a row to reach it. A player satisfies its part if
 * the answers to its conditions are those wanted: {@code (answers ^ wanted) & mask == 0}.
 *
 * @param players those whose columns the path asks, ascending
 * @param masks of each player, the conditions that are its own, by bit
 * @param wanted of each player, the answers that lead to the leaf
 * @param unknown of each player, the share of training rows that go on towards the leaf at its
 *     splits: the product of the covers' ratios
 * @param values what the leaf adds to each output
 */
record LeafPath(int[] players, long[] masks, long[] wanted, double[] unknown, double[] values)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The players that satisfy their parts, by bit of their place in the path. */
  long satisfied(long answers) {
    long satisfied = 0;
    for (int i = 0; i < players.length; i++) {
      if (((answers ^ wanted[i]) & masks[i]) == 0) {
        satisfied |= 1L << i;
      }
    }
    return satisfied;
  }
}
