package dev.evenhand.config;

/** What learns a model. The baselines (majority, recency) are always trained beside. */
public enum Estimator implements Word {
  LOGISTIC_REGRESSION,
  GRADIENT_BOOSTED_TREES,
  /** Logistic regression within a bound on a gap between groups. */
  FAIR_LOGISTIC_REGRESSION,
  /** Boosted trees within a bound on a gap between groups. */
  FAIR_GRADIENT_BOOSTED_TREES;

  /** Whether the estimator holds a constraint. */
  public boolean isConstrained() {
    return this == FAIR_LOGISTIC_REGRESSION || this == FAIR_GRADIENT_BOOSTED_TREES;
  }
}
