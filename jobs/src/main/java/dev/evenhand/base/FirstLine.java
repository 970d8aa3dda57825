package dev.evenhand.base;

/** What a problem says in one line, without the error class and state that Spark puts around it. */
public final class FirstLine {
  private FirstLine() {}

  public static String of(Throwable problem) {
    return String.valueOf(problem.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse(problem.getClass().getSimpleName())
        .replaceFirst("^\\[[A-Z0-9_.]+\\] ", "")
        .replaceFirst(" SQLSTATE: \\w+.*$", "");
  }
}
