package dev.evenhand.generate;

import java.util.Arrays;

/**
 * A distribution as a table of equally likely slots, which a hash picks from without arithmetic.
 */
final class Slots {
  private Slots() {}

  /** The index of the weight that each slot belongs to; each gets slots in proportion. */
  static int[] table(double[] weights, int slots) {
    double total = Arrays.stream(weights).sum();
    int[] table = new int[slots];
    int index = 0;
    double upTo = weights[0];
    for (int slot = 0; slot < slots; slot++) {
      while ((slot + 0.5) / slots * total > upTo && index < weights.length - 1) {
        index++;
        upTo += weights[index];
      }
      table[slot] = index;
    }
    return table;
  }
}
