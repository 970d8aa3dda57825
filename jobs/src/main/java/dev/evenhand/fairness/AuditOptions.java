package dev.evenhand.fairness;

import dev.evenhand.base.DataProblem;

/**
 * How an audit measures.
 *
 * @param minGroup rows below which a group's figures are withheld
 * @param undefined what a rate with an empty denominator is
 * @param replicates how often the bootstrap draws the cells anew
 * @param seed of the bootstrap
 */
public record AuditOptions(long minGroup, Undefined undefined, int replicates, long seed) {
  /** Of every interval. */
  public static final double CONFIDENCE = 0.95;

  public AuditOptions {
    if (minGroup < 1) {
      throw new DataProblem("The minimum group size is " + minGroup + "; it must be 1 or more.");
    }
    if (replicates < 0) {
      throw new DataProblem("Bootstrap replicates are " + replicates + "; give 0 or more.");
    }
  }

  /** Groups of 30 and more, null for the undefined, 1,000 replicates. */
  public static AuditOptions standard() {
    return new AuditOptions(30, Undefined.NULL, 1_000, 17);
  }

  /** Every group, and 0 for empty denominators: what Fairlearn computes. */
  public static AuditOptions asFairlearn() {
    return new AuditOptions(1, Undefined.AS_FAIRLEARN, 1_000, 17);
  }
}
