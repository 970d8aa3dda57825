package dev.evenhand.config;

import java.util.Optional;

/** What protects the persons in the training set. */
public record Privacy(
    @Setting("Anonymization of the training set.") Optional<Anonymize> anonymize) {
  public Privacy {
    anonymize = Checks.copy(anonymize);
  }
}
