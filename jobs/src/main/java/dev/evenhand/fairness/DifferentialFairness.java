package dev.evenhand.fairness;

import java.util.List;

/**
 * The largest |ln ratio| between two groups of the chance of either outcome, each chance smoothed
 * as (weight of the outcome + c / 2) / (weight + c).
 *
 * <p>Smoothed empirical differential fairness: Foulds et al. (2020), eq. 7, as AIF360, c being the
 * concentration. 0 is equality; exp of it bounds how much likelier an outcome is in one group.
 */
final class DifferentialFairness {
  private DifferentialFairness() {}

  /** Of the rows in the mask's cells, {@link Rate#SELECTED} or {@link Rate#POSITIVES}. */
  static Measured of(List<Tally> groups, int mask, double concentration) {
    if (groups.size() < 2) {
      return Measured.undefined("fewer than two groups are large enough");
    }
    double least = 1;
    double most = 0;
    for (Tally group : groups) {
      double chance = chance(group, mask, concentration);
      least = Math.min(least, chance);
      most = Math.max(most, chance);
    }
    return Measured.of(Math.max(Math.log(most / least), Math.log((1 - least) / (1 - most))));
  }

  private static double chance(Tally tally, int mask, double concentration) {
    return (tally.weightIn(mask) + concentration / 2) / (tally.weight() + concentration);
  }
}
