package dev.evenhand.config;

/** How the training set is balanced. */
public enum RebalanceMethod implements Word {
  NONE,
  /** Weights that make group and label independent. Kamiran and Calders (2012). */
  REWEIGHING
}
