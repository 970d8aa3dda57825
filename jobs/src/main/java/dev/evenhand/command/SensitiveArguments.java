package dev.evenhand.command;

import dev.evenhand.anonymity.Requirement;
import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The column that a class must not tell, and how little it may tell of it. */
final class SensitiveArguments {
  @Option(
      names = "--sensitive",
      paramLabel = "COLUMN",
      description = "The column that a class must not tell.")
  private String sensitive;

  @Option(
      names = "--l-diversity",
      paramLabel = "HOW:L",
      description = "distinct:L, entropy:L or recursive:C:L of the sensitive column.")
  private String diversity;

  @Option(
      names = "--t-closeness",
      paramLabel = "T:DISTANCE",
      description =
          "T:equal, T:ordered or T:hierarchical of the sensitive column; T alone is T:equal.")
  private String closeness;

  @Option(
      names = "--beta-likeness",
      paramLabel = "BETA",
      description = "BETA of the sensitive column, over 0.")
  private String likeness;

  /** Null where there is none. */
  String sensitive() {
    return sensitive;
  }

  /** What a class must fulfil. */
  List<Requirement> requirements(AnonymizeRules rules) {
    List<Requirement> all = new ArrayList<>();
    if (diversity != null) {
      all.add(AnonymizeRules.diversity(diversity));
    }
    if (closeness != null) {
      requireSensitive();
      all.add(rules.closeness(closeness, sensitive));
    }
    if (likeness != null) {
      all.add(AnonymizeRules.likeness(likeness));
    }
    if (!all.isEmpty()) {
      requireSensitive();
    }
    return all;
  }

  private void requireSensitive() {
    if (sensitive == null) {
      throw new DataProblem(
          "--l-diversity, --t-closeness and --beta-likeness are about a sensitive column. "
              + "Name it with --sensitive.");
    }
  }
}
