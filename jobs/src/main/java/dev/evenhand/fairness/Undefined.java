package dev.evenhand.fairness;

/** What a rate is whose denominator is empty. */
public enum Undefined {
  /** Null, with the reason. */
  NULL,
  /** 0, as scikit-learn and so Fairlearn have it. It makes gaps of groups without positives. */
  AS_FAIRLEARN
}
