package dev.evenhand.history;

import java.util.Map;
import java.util.Optional;

/**
 * What a purpose asks of a subject's entries in the consent ledger.
 *
 * @param purpose whose entries count, beside those for every purpose
 * @param isOptOut whether a subject without an entry may be used, as under a legitimate interest
 * @param topic what a subject must want to be profiled for, if they said what they want
 * @param age from which age a subject's own grant counts
 */
public record ConsentRules(
    String purpose, boolean isOptOut, Optional<String> topic, Optional<MinimumAge> age) {

  /** Rules that a grant and nothing else fulfils. */
  public static ConsentRules of(String purpose) {
    return new ConsentRules(purpose, false, Optional.empty(), Optional.empty());
  }

  /**
   * The age, in years, from which a subject's own grant counts; before, a guardian's does.
   *
   * @param atLeast where no jurisdiction is named
   * @param in by jurisdiction
   */
  public record MinimumAge(int atLeast, Map<String, Integer> in) {
    public MinimumAge {
      in = Map.copyOf(in);
    }

    /** The highest of them: what somebody whose jurisdiction nobody knows must have reached. */
    int highest() {
      return in.values().stream().reduce(atLeast, Math::max);
    }
  }
}
