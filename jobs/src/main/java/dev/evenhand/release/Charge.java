package dev.evenhand.release;

import dev.evenhand.dp.PrivacyCost;
import java.util.Locale;

/**
 * What a release spends, and what for.
 *
 * @param mechanism the kind of noise
 * @param source table or file that the figures are about
 * @param sourceVersion its Delta version; null if it has none
 * @param subjectUnit whose privacy it is: the column of the subject, or row
 * @param request groups, measures and bounds as JSON
 */
public record Charge(
    PrivacyCost cost,
    String purpose,
    String mechanism,
    String source,
    Long sourceVersion,
    String subjectUnit,
    String request) {
  public Charge {
    mechanism = mechanism.toLowerCase(Locale.ROOT);
  }
}
