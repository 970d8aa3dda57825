package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.BitSet;

/**
 * A question to one entry of a row: does it lie in one of these bins?
 *
 * @param used the feature, by its place in {@link FeatureCuts}
 */
record Condition(int used, BitSet bins) implements Serializable {
  private static final long serialVersionUID = 1L;

  boolean holds(int[] binsOfRow) {
    return bins.get(binsOfRow[used]);
  }
}
