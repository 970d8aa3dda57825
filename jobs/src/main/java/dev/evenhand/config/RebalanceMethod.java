package dev.evenhand.config;

/** How the training set is balanced. */
public enum RebalanceMethod implements Word {
  NONE,
  /** Weights that make group and label independent. Kamiran and Calders (2012). */
  REWEIGHING,
  /** Rows are drawn several times until each group has the label rate. */
  OVERSAMPLING,
  /** Rows are left out until each group has the label rate. */
  UNDERSAMPLING;

  /** Whether rows are drawn; otherwise they are weighed, or left alone. */
  public boolean isSampling() {
    return this == OVERSAMPLING || this == UNDERSAMPLING;
  }
}
