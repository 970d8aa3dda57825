package dev.evenhand.config;

/** The gap between groups that a model is held to. */
public enum Constraint implements Word {
  /** Selection rates. */
  DEMOGRAPHIC_PARITY,
  /** True and false positive rates, the larger gap of the two. */
  EQUALIZED_ODDS,
  /** True positive rates. */
  EQUAL_OPPORTUNITY,
  /** False positive rates. */
  PREDICTIVE_EQUALITY,
  /** Error rates. */
  ERROR_RATE_PARITY;

  /** The figure that it bounds. */
  public GateMetric difference() {
    return GateMetric.valueOf(name() + "_DIFFERENCE");
  }
}
