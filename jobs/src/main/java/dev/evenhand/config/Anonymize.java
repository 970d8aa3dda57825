package dev.evenhand.config;

import java.util.List;
import java.util.Optional;

/** How the training set is anonymized. */
public record Anonymize(
    @Setting(value = "What the anonymized table promises.", byDefault = "k-anonymity")
        AnonymityModel model,
    @Setting("How many rows at least share their quasi-identifiers; 2 or more.") int k,
    @Setting(value = "The features by which a person could be singled out together.", atLeast = 1)
        List<String> quasiIdentifiers,
    @Setting(
            value = "The share of training rows that may be left out to reach k.",
            byDefault = "2%")
        Percent suppressAtMost,
    @Setting("Rows of the population that the training rows are a sample of; its uniques are estimated.")
        Optional<Long> population,
    @Setting(
            value = "Whose loss counts most: every quasi-identifier's, or that of the useful ones.",
            byDefault = "evenly")
        Weighing weigh) {
  public Anonymize {
    quasiIdentifiers = Checks.copy(quasiIdentifiers);
    population = Checks.copy(population);
    new Checks()
        .that(k >= 2, "k", "k is " + k + "; 2 or more is allowed; 5 is usual")
        .that(
            !quasiIdentifiers.isEmpty(),
            "quasi_identifiers",
            "quasi_identifiers is empty; one or more is allowed; name features")
        .that(
            population.orElse(1L) >= 1,
            "population",
            "population is %s; 1 or more is allowed; give its rows".formatted(population.orElse(1L)))
        .distinct(quasiIdentifiers, "quasi_identifiers")
        .done();
  }
}
