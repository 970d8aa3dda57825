package dev.evenhand.custody;

import dev.evenhand.history.ConsentRules;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Under which rules rows leave the lake.
 *
 * @param consent what the ledger must say of a subject
 * @param born the protected attribute with the date of birth, if the rules ask for an age
 * @param basis the lawful basis where it is not consent: then objections alone are honoured
 * @param reason why it holds
 * @param k how many subjects share each row's values; protected attributes leave only with it
 */
public record ExportRules(
    ConsentRules consent,
    Optional<String> born,
    Optional<String> basis,
    Optional<String> reason,
    OptionalInt k) {

  public String purpose() {
    return consent.purpose();
  }
}
