package dev.evenhand.config;

import java.util.Optional;

/** What protects the persons in the training set. */
public record Privacy(
    @Setting("Anonymization of the training set.") Optional<Anonymize> anonymize,
    @Setting(
            "How many such rows there are in the world that the training rows are a sample of; the"
                + " risk of being singled out is estimated with it.")
        Optional<Long> population) {
  public Privacy {
    anonymize = Checks.copy(anonymize);
    population = Checks.copy(population);
    new Checks()
        .that(
            population.orElse(1L) >= 1,
            "population",
            "population is %s; 1 or more is allowed; give the number of rows in the world",
            population.orElse(1L))
        .done();
  }
}
