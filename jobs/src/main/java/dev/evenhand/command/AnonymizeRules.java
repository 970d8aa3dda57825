package dev.evenhand.command;

import dev.evenhand.anonymity.Closeness;
import dev.evenhand.anonymity.Diversity;
import dev.evenhand.anonymity.Hierarchy;
import dev.evenhand.anonymity.Likeness;
import dev.evenhand.anonymity.QuasiIdentifier;
import dev.evenhand.anonymity.Requirement;
import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the words of the anonymize command mean. */
final class AnonymizeRules {
  private final String hierarchies;
  private final AttributeKinds kinds;

  /**
   * @param hierarchies the folder of hierarchy files; null where there is none
   * @param kinds what columns hold, COLUMN=KIND each
   */
  AnonymizeRules(String hierarchies, List<String> kinds) {
    this.hierarchies = hierarchies;
    this.kinds = new AttributeKinds(kinds);
    if (hierarchies != null && !Files.isDirectory(Path.of(hierarchies))) {
      throw new DataProblem("--hierarchies " + hierarchies + " is no folder. Check the path.");
    }
  }

  static Requirement diversity(String text) {
    String[] words = text.split(":", -1);
    return checked(
        "--l-diversity",
        text,
        "distinct:L, entropy:L or recursive:C:L",
        () ->
            switch (words[0].toLowerCase(Locale.ROOT) + words.length) {
              case "distinct2" -> new Diversity.Distinct(Integer.parseInt(words[1]));
              case "entropy2" -> new Diversity.Entropy(Double.parseDouble(words[1]));
              case "recursive3" ->
                  new Diversity.Recursive(Double.parseDouble(words[1]), Integer.parseInt(words[2]));
              default -> throw new IllegalArgumentException("unknown");
            });
  }

  /** The columns whose groups count alike. */
  static List<String> equalGroups(List<String> groups) {
    if (groups.isEmpty()) {
      throw new DataProblem(
          "--protect-small-groups is about the groups of a column. Name it with --groups.");
    }
    return groups;
  }

  static Requirement likeness(String text) {
    return checked(
        "--beta-likeness", text, "a number over 0", () -> new Likeness(Double.parseDouble(text)));
  }

  Requirement closeness(String text, String sensitive) {
    String[] words = text.split(":", -1);
    return checked(
        "--t-closeness",
        text,
        "T:equal, T:ordered or T:hierarchical with T in [0, 1]",
        () -> {
          if (words.length > 2) {
            throw new IllegalArgumentException("unknown");
          }
          String word = words.length == 1 ? "equal" : words[1];
          Closeness.Distance distance = Closeness.Distance.valueOf(word.toUpperCase(Locale.ROOT));
          boolean hasOrder = distance != Closeness.Distance.EQUAL;
          Hierarchy tree = hasOrder ? hierarchy(sensitive).orElse(null) : null;
          return new Closeness(Double.parseDouble(words[0]), distance, tree);
        });
  }

  private interface Reading {
    Requirement read();
  }

  private static Requirement checked(String option, String text, String allowed, Reading reading) {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      throw new DataProblem(option + " was '" + text + "'; allowed is " + allowed + ".", e);
    }
  }

  static double number(String option, String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new DataProblem(option + " must be a number, was '" + text + "'.", e);
    }
  }

  /** Columns with what they hold: as --kinds says, else as they look. */
  List<QuasiIdentifier> attributes(Dataset<Row> rows, List<String> names, List<String> otherNames) {
    return attributes(rows, names, otherNames, kinds);
  }

  /** Columns with what they held when the cuts were made. */
  List<QuasiIdentifier> attributes(
      Dataset<Row> rows, EarlierCuts earlier, List<String> otherNames) {
    List<QuasiIdentifier> known = earlier.cuts().quasiIdentifiers();
    List<String> names = known.stream().map(QuasiIdentifier::column).toList();
    return attributes(rows, names, otherNames, kinds.of(earlier.folder(), known));
  }

  private List<QuasiIdentifier> attributes(
      Dataset<Row> rows, List<String> names, List<String> otherNames, AttributeKinds told) {
    List<String> columns = Arrays.asList(rows.columns());
    for (String name : Stream.concat(names.stream(), otherNames.stream()).toList()) {
      if (!columns.contains(name)) {
        throw new DataProblem(
            "The table has no column '" + name + "'; it has: " + String.join(", ", columns) + ".");
      }
    }
    Map<String, Hierarchy> trees = new HashMap<>();
    names.forEach(name -> hierarchy(name).ifPresent(tree -> trees.put(name, tree)));
    List<QuasiIdentifier.Kind> found = told.of(rows, names, trees.keySet());
    List<QuasiIdentifier> attributes = new ArrayList<>();
    for (int at = 0; at < names.size(); at++) {
      boolean isDate = found.get(at) == QuasiIdentifier.Kind.DATE;
      Hierarchy tree = isDate ? null : trees.get(names.get(at));
      attributes.add(new QuasiIdentifier(names.get(at), found.get(at), tree, 1));
    }
    return attributes;
  }

  private Optional<Hierarchy> hierarchy(String name) {
    if (hierarchies == null) {
      return Optional.empty();
    }
    String ending = "hierarchy_" + name + ".csv";
    try (Stream<Path> files = Files.list(Path.of(hierarchies))) {
      List<Path> found =
          files
              .filter(
                  path -> {
                    String file = path.getFileName().toString();
                    return file.equals(ending) || file.endsWith("_" + ending);
                  })
              .sorted()
              .toList();
      if (found.size() > 1) {
        throw new DataProblem(
            "There are " + found.size() + " files *_" + ending + ". Leave one of them.");
      }
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(
              Hierarchy.parse(
                  found.get(0).getFileName().toString(), Files.readAllLines(found.get(0))));
    } catch (MalformedInputException e) {
      throw new DataProblem("The hierarchy file of '" + name + "' is no UTF-8 text.", e);
    } catch (IOException e) {
      throw new DataProblem("The hierarchy file of '" + name + "' can't be read.", e);
    }
  }
}
