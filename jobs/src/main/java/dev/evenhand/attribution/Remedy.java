package dev.evenhand.attribution;

import java.util.Collection;
import java.util.Map;

/**
 * Changes that make a decision favourable.
 *
 * @param values of each changed lever, what its entries become
 * @param isSmallest whether no smaller change of other features was possible, proved by the search
 */
record Remedy(Map<Integer, double[]> values, double cost, boolean isSmallest) {

  /** Whether every feature of this is among those of another: then the other is wasteful. */
  boolean isWithin(Collection<Integer> levers) {
    return levers.containsAll(values.keySet());
  }
}
