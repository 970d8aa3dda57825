package dev.evenhand.config;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * By what right subjects' data is used: a purpose whose consents a ledger holds, or another lawful
 * basis with its reason, or that basis with a ledger of those who object.
 */
public record Consent(
    @Setting("The purpose that a subject must have consented to.") Optional<String> purpose,
    @Setting("The source that holds the consents, or with a basis the objections.")
        Optional<String> ledger,
    @Setting("The lawful basis where there is no ledger.") Optional<LawfulBasis> basis,
    @Setting("Why the basis holds; it stands on the card.") Optional<String> reason,
    @Setting("What a subject must want to be profiled for, if they said what they want.")
        Optional<String> topic,
    @Setting("From which age a subject's own grant counts.") Optional<AgeGate> age,
    @Setting("When a model needs retraining for those who refuse or are erased later.")
        Optional<Retrain> retrain) {
  public Consent {
    purpose = Checks.copy(purpose);
    ledger = Checks.copy(ledger);
    basis = Checks.copy(basis);
    reason = Checks.copy(reason);
    topic = Checks.copy(topic);
    age = Checks.copy(age);
    retrain = Checks.copy(retrain);
    boolean byLedger = purpose.isPresent() || ledger.isPresent();
    boolean byBasis = basis.isPresent() || reason.isPresent();
    boolean hasWholePairs =
        purpose.isPresent() == ledger.isPresent() && basis.isPresent() == reason.isPresent();
    new Checks()
        .that(
            (byLedger || byBasis) && hasWholePairs,
            "",
            found(
                    Stream.of(
                        name(purpose, "purpose"),
                        name(ledger, "ledger"),
                        name(basis, "basis"),
                        name(reason, "reason")))
                + "; {purpose, ledger} or {basis, reason} or all four is allowed, both keys of a"
                + " pair; without a ledger name the lawful basis and its reason")
        .that(
            byLedger || topic.isEmpty() && age.isEmpty(),
            topic.isPresent() ? "topic" : "age",
            "topic and age without a ledger; they are read from its entries; add purpose and ledger")
        .that(
            reason.map(text -> text.strip().length() >= 10).orElse(true),
            "reason",
            "reason is too short; a sentence is allowed; say why the basis holds")
        .done();
  }

  /** Whether a subject without an entry in the ledger may be used. */
  public boolean isOptOut() {
    return basis.isPresent();
  }

  /** Whether each subject's consent or objection is asked of a ledger. */
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
