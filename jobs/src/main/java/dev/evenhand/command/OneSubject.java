package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.rights.SubjectResolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The customer whom a command is about. */
final class OneSubject {
  @Option(
      names = "--subject",
      paramLabel = "ID",
      description = "The customer's identifier as the source writes it, or subject key.")
  private String subject;

  @Option(names = "--namespace", description = "The kind of identifier, if the lake knows several.")
  private String namespace;

  boolean isGiven() {
    return subject != null;
  }

  /** Their subject keys. */
  List<String> keys(SubjectResolver resolver) {
    if (subject == null || subject.isBlank()) {
      throw new DataProblem("--subject is missing. Name the customer.");
    }
    List<String> keys =
        resolver.resolve(Map.of(1, subject.strip()), Optional.ofNullable(namespace)).keys();
    if (keys.isEmpty()) {
      throw new DataProblem(
          "--subject: the lake knows no such customer. Correct it, or name another --namespace or"
              + " --lake.");
    }
    return keys;
  }
}
