package dev.evenhand.config;

/**
 * Where each part of a pipeline file stands, so that a later check (of SQL, say) can name the place
 * too. Parts are named by JSON pointers: {@code /conform/sales}, {@code /train/0/name}.
 */
public final class Locations {
  private final Problems problems;
  private final Bound bound;

  Locations(Problems problems, Bound bound) {
    this.problems = problems;
    this.bound = bound;
  }

  /**
   * One line that begins with file, line and column of the part, or of what is nearest around it.
   */
  public String problem(String pointer, String message) {
    return problems.line(bound.nearest(pointer), message);
  }

  /** The line of the part, or of what is nearest around it, from 1. */
  public int line(String pointer) {
    return bound.nearest(pointer).line();
  }

  /** The column of the part, or of what is nearest around it, from 1. */
  public int column(String pointer) {
    return bound.nearest(pointer).column();
  }
}
