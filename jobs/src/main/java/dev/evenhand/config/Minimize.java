package dev.evenhand.config;

import java.util.Optional;

/** Which columns of the sources land. */
public record Minimize(
    @Setting("used: those that something uses; all: every one.") Keep keep,
    @Setting("Why every column is kept; keep: all needs it.") Optional<String> reason) {

  /** How much of a source lands. */
  public enum Keep implements Word {
    /** What conform's queries, checks, identifiers, keys and watermarks use. */
    USED,
    /** Every column. */
    ALL
  }

  public Minimize {
    reason = Checks.copy(reason);
    new Checks()
        .that(
            (keep == Keep.ALL) == reason.isPresent(),
            reason.isPresent() ? "reason" : "keep",
            keep == Keep.ALL
                ? "keep is all without a reason; it is required; say why unused columns are kept"
                : "a reason with keep: used; only keep: all allows one; drop it")
        .that(
            reason.map(text -> text.strip().length() >= 10).orElse(true),
            "reason",
            "reason is too short; a sentence is allowed; say why unused columns are kept")
        .done();
  }
}
