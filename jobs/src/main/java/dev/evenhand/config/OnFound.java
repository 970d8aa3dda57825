package dev.evenhand.config;

/** What happens to a row whose free text holds personal data. */
public enum OnFound implements Word {
  /** The row is refused and kept encrypted. */
  QUARANTINE,
  /** What was found is replaced by its kind, such as [email]. */
  MASK,
  /** The run stops, and nothing is written. */
  REFUSE
}
