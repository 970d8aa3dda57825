package dev.evenhand.config;

/** How much the loss of each quasi-identifier counts when cuts are chosen. */
public enum Weighing implements Word {
  /** All alike. */
  EVENLY,
  /** By what it tells of the label in the training rows. */
  BY_USE
}
