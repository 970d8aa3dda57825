package dev.evenhand.anonymity;

/** How a class's categories are written; numbers are always intervals. */
public enum Recoding {
  /** The set of values that occur: '{Private|State-gov}'. Loses least. */
  SETS,
  /** The lowest label of the hierarchy over them: 'Government'. Reads best. */
  LABELS
}
