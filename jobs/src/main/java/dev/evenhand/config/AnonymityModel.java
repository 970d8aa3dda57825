package dev.evenhand.config;

/** What an anonymized table promises. */
public enum AnonymityModel implements Word {
  /** Each row equals at least k - 1 others in its quasi-identifiers. */
  K_ANONYMITY
}
