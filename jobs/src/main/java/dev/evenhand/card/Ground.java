package dev.evenhand.card;

import dev.evenhand.config.Consent;
import dev.evenhand.config.Word;

/**
 * By what right the data is used.
 *
 * @param basis {@code consent}, or another lawful basis
 * @param purpose what subjects consented to; null without a ledger
 * @param reason why another basis holds; null with a ledger
 */
record Ground(
    String basis,
    @Told(absent = "without a ledger") String purpose,
    @Told(absent = "with a ledger") String reason) {
  private static final String CONSENT = "consent";

  static Ground of(Consent consent) {
    return new Ground(
        consent.basis().map(Word::word).orElse(CONSENT),
        consent.purpose().orElse(null),
        consent.reason().orElse(null));
  }

  boolean isConsent() {
    return basis.equals(CONSENT);
  }

  /** One line for the typed column of the card's row. */
  String text() {
    return isConsent() ? "consent to " + purpose : basis;
  }
}
