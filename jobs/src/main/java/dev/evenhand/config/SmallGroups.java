package dev.evenhand.config;

/** How much the loss of a protected group counts when cuts are chosen. */
public enum SmallGroups implements Word {
  /** By its rows, each of them alike. */
  BY_SIZE,
  /** As much as that of any other group of its attribute, however small. */
  PROTECTED
}
