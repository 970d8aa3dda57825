package dev.evenhand.config;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * By what right subjects' data is used: a purpose whose consents a ledger holds, or another lawful
 * basis with its reason.
 */
public record Consent(
    @Setting("The purpose that a subject must have consented to.") Optional<String> purpose,
    @Setting("The source that holds the consents.") Optional<String> ledger,
    @Setting("The lawful basis where there is no ledger.") Optional<LawfulBasis> basis,
    @Setting("Why the basis holds; it stands on the card.") Optional<String> reason) {
  public Consent {
    purpose = Checks.copy(purpose);
    ledger = Checks.copy(ledger);
    basis = Checks.copy(basis);
    reason = Checks.copy(reason);
    boolean byLedger = purpose.isPresent() || ledger.isPresent();
    boolean byBasis = basis.isPresent() || reason.isPresent();
    boolean complete =
        byLedger
            ? purpose.isPresent() && ledger.isPresent()
            : basis.isPresent() && reason.isPresent();
    new Checks()
        .that(
            byLedger != byBasis && complete,
            "",
            found(
                    Stream.of(
                        name(purpose, "purpose"),
                        name(ledger, "ledger"),
                        name(basis, "basis"),
                        name(reason, "reason")))
                + "; {purpose, ledger} or {basis, reason} is allowed, both keys of one pair;"
                + " without a ledger name the lawful basis and its reason")
        .that(
            reason.map(text -> text.strip().length() >= 10).orElse(true),
            "reason",
            "reason is too short; a sentence is allowed; say why the basis holds")
        .done();
  }

  /** Whether each subject's consent is asked of a ledger. */
  public boolean needsLedger() {
    return ledger.isPresent();
  }

  private static String name(Optional<?> value, String key) {
    return value.isPresent() ? key : "";
  }

  private static String found(Stream<String> keys) {
    String given = String.join(", ", keys.filter(key -> !key.isEmpty()).toList());
    return "consent has " + (given.isEmpty() ? "no key" : given);
  }
}
