package dev.evenhand.fairness;

import java.util.Locale;

/** Whether a figure has a value, and if not, why. */
public enum Status {
  OK,
  /** The group is smaller than the minimum. */
  WITHHELD,
  /** There is nothing to divide by, or nothing to compare with. */
  UNDEFINED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
