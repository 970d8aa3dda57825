package dev.evenhand.command;

import dev.evenhand.anonymity.Population;
import dev.evenhand.base.DataProblem;
import picocli.CommandLine.Option;

/** That the table is a population of which only some rows are published. */
final class PopulationArguments {
  @Option(
      names = "--subset",
      paramLabel = "COLUMN",
      description = "true or 1 in the rows to publish; the others are the population beside them.")
  private String subset;

  @Option(
      names = "--k-map",
      defaultValue = "1",
      description = "Rows of the population that a published row reads like, with --subset.")
  private int kMap;

  @Option(
      names = "--delta-presence",
      paramLabel = "MIN:MAX",
      defaultValue = "0:1",
      description = "The share of rows that read the same and are published, with --subset.")
  private String deltaPresence;

  /** What is asked of a population; null without one. */
  Population population() {
    String[] shares = deltaPresence.split(":", -1);
    if (shares.length != 2) {
      throw new DataProblem(
          "--delta-presence was '" + deltaPresence + "'; write MIN:MAX, as 0.1:0.5.");
    }
    double least = AnonymizeRules.number("--delta-presence", shares[0]);
    double greatest = AnonymizeRules.number("--delta-presence", shares[1]);
    if (subset != null) {
      return new Population(subset, kMap, least, greatest);
    }
    if (kMap != 1 || least > 0 || greatest < 1) {
      throw new DataProblem(
          "--k-map and --delta-presence are about a population. Name the column that marks the rows"
              + " to publish with --subset.");
    }
    return null;
  }
}
