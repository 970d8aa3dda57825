package dev.evenhand.config;

/**
 * Why data may be used without a ledger of consents. Consent itself is not among them: it needs its
 * ledger.
 */
public enum LawfulBasis implements Word {
  CONTRACT,
  LEGAL_OBLIGATION,
  VITAL_INTEREST,
  PUBLIC_INTEREST,
  LEGITIMATE_INTEREST,
  /** Published for research: no living person can be addressed with it. */
  PUBLIC_BENCHMARK
}
