package dev.evenhand.config;

import java.util.List;

/** How the training set is anonymized. */
public record Anonymize(
    @Setting(value = "What the anonymized table promises.", byDefault = "k-anonymity")
        AnonymityModel model,
    @Setting("How many persons at least share their quasi-identifiers; 2 or more.") int k,
    @Setting(value = "The features by which a person could be singled out together.", atLeast = 1)
        List<String> quasiIdentifiers,
    @Setting(
            value = "The share of training rows that may be left out so that the others lose less.",
            byDefault = "2%")
        Percent suppressAtMost,
    @Setting(
            value = "Whose loss counts most: every quasi-identifier's, or that of the useful ones.",
            byDefault = "evenly")
        Weighing weigh,
    @Setting(
            value =
                "Whether a group of evaluate.sensitive counts by its rows when cuts are chosen, or "
                    + "is protected and counts as much as any other.",
            byDefault = "by-size")
        SmallGroups smallGroups) {
  public Anonymize {
    quasiIdentifiers = Checks.copy(quasiIdentifiers);
    new Checks()
        .that(k >= 2, "k", "k is " + k + "; 2 or more is allowed; 5 is usual")
        .that(
            !quasiIdentifiers.isEmpty(),
            "quasi_identifiers",
            "quasi_identifiers is empty; one or more is allowed; name features")
        .distinct(quasiIdentifiers, "quasi_identifiers")
        .done();
  }
}
