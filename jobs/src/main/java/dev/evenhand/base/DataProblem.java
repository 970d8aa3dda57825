package dev.evenhand.base;

import java.util.List;

/**
 * Something the operator can fix: data, pipeline file, keys or a missing table. Exit status 2.
 *
 * <p>Each line of the message says what is wrong, where, why, and what to do; it never holds a
 * subject's values.
 */
public final class DataProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> lines;

  public DataProblem(String line) {
    this(List.of(line));
  }

  /** Several problems found together, one line each. */
  public DataProblem(List<String> lines) {
    super(String.join(System.lineSeparator(), lines));
    this.lines = List.copyOf(lines);
  }

  public DataProblem(String line, Throwable cause) {
    super(line, cause);
    this.lines = List.of(line);
  }

  public List<String> lines() {
    return lines;
  }
}
