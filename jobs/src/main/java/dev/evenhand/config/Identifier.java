package dev.evenhand.config;

/** A direct identifier in a source's column: it becomes a keyed pseudonym while it is read. */
public record Identifier(
    @Setting(
            value =
                "The namespace: identifiers of one namespace are the same person or thing;"
                    + " household 12 is not store 12.",
            pattern = Checks.IDENTIFIER)
        String as,
    @Setting(
            value = "The canonical form, so that two spellings of an identifier are one.",
            byDefault = "none")
        Normalize normalize) {
  public Identifier {
    new Checks().matches(as, Checks.IDENTIFIER, "as").done();
  }
}
