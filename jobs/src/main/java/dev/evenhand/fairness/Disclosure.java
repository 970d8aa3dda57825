package dev.evenhand.fairness;

import dev.evenhand.fairness.CellSuppression.Cell;
import dev.evenhand.lake.table.Measures;
import java.util.Set;

/**
 * What may be told of a group.
 *
 * @param reason why nothing may; null if its figures may
 * @param withheldBins reliability bins that may not be told all the same
 */
record Disclosure(String reason, Set<Integer> withheldBins) {
  static final Disclosure ALL = new Disclosure(null, Set.of());

  static Disclosure of(Cell group, long minGroup, Set<Integer> withheldBins) {
    return new Disclosure(
        !group.isWithheld() ? null : group.isSmall() ? tooSmall(minGroup) : Measures.BESIDE_SMALL,
        withheldBins);
  }

  static String tooSmall(long minGroup) {
    return "the group has fewer than " + minGroup + " rows";
  }

  boolean isWithheld() {
    return reason != null;
  }

  /** Whether it is large enough, and withheld for the sake of a smaller one. */
  boolean isBeside() {
    return Measures.BESIDE_SMALL.equals(reason);
  }
}
