package dev.evenhand.config;

import dev.evenhand.base.DataProblem;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The problems found in a pipeline file, each one line, in the order of the file. */
final class Problems {
  private record Problem(Place place, String message) {}

  private final TreeSet<Problem> found =
      new TreeSet<>(Comparator.comparing(Problem::place).thenComparing(Problem::message));
  private final String file;
  private final Redaction redaction;

  Problems(String file, Redaction redaction) {
    this.file = file;
    this.redaction = redaction;
  }

  /** Notes the message, a format where there are values. */
  void add(Place place, String message, Object... values) {
    found.add(new Problem(place, values.length == 0 ? message : message.formatted(values)));
  }

  /** One line: file, line, column and message, without line breaks or values of the environment. */
  String line(Place place, String message) {
    String oneLine = redaction.hide(message).replaceAll("\\s*\\R\\s*", " ");
    return file + ":" + place + ": " + oneLine;
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new DataProblem(lines());
    }
  }

  private List<String> lines() {
    return found.stream().map(problem -> line(problem.place(), problem.message())).toList();
  }
}
