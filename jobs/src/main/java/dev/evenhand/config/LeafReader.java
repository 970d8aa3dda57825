package dev.evenhand.config;

import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.util.Optional;

/** Reads one scalar of the file as a leaf type; what it can't read becomes a problem. */
final class LeafReader {
  private static final int LONGEST_ECHO = 60;
  private static final String NUMBER_OR_BOOLEAN = Leaf.NUMBER + "|true|false|True|False|TRUE|FALSE";

  private final Problems problems;
  private final Environment environment;

  LeafReader(Problems problems, Environment environment) {
    this.problems = problems;
    this.environment = environment;
  }

  /** The value, or null where a problem says why there is none. */
  Object read(Item.Text text, Type type, String pointer, Rule rule) {
    Optional<String> resolved = resolve(text);
    if (resolved.isEmpty()) {
      return null;
    }
    Leaf leaf = Leaf.of(type);
    Optional<String> problem = problem(text, type, rule);
    if (problem.isEmpty()) {
      try {
        if (matches(resolved.get(), leaf, rule)) {
          return leaf.parse().apply(resolved.get());
        }
      } catch (IllegalArgumentException | DateTimeException e) {
        // Told below, in the words of the leaf.
      }
    }
    String label = Pointer.label(pointer);
    String told = problem.orElseGet(() -> refusal(text, type, rule, label));
    problems.add(text.place(), label + " is " + told);
    return null;
  }

  private Optional<String> resolve(Item.Text text) {
    try {
      return Optional.of(text.isLiteral() ? text.written() : environment.resolve(text.written()));
    } catch (IllegalArgumentException e) {
      problems.add(text.place(), e.getMessage());
      return Optional.empty();
    }
  }

  /** What is wrong with the way in which the scalar is written, whatever its value. */
  private static Optional<String> problem(Item.Text text, Type type, Rule rule) {
    Leaf leaf = Leaf.of(type);
    String written = text.written();
    if (type == Secret.class) {
      return Environment.isOneReference(written)
          ? Optional.empty()
          : Optional.of("written out; only ${NAME} is allowed; put it into the environment");
    }
    boolean isQuotedNumber = !leaf.isText() && !text.isPlain() && !Environment.isReferred(written);
    if (isQuotedNumber) {
      return Optional.of(
          "the text " + echo(written) + "; " + leaf.allowed() + " is allowed; drop the quotes");
    }
    boolean isNoText = text.isPlain() && written.matches(NUMBER_OR_BOOLEAN);
    if (type == String.class && isNoText && !rule.isAnyScalar()) {
      return Optional.of(written + "; a text is allowed; put it in quotes");
    }
    return Optional.empty();
  }

  private static boolean matches(String resolved, Leaf leaf, Rule rule) {
    return (leaf.pattern().isEmpty() || resolved.matches(leaf.pattern()))
        && (rule.pattern().isEmpty() || resolved.matches(rule.pattern()));
  }

  private static String refusal(Item.Text text, Type type, Rule rule, String label) {
    Leaf leaf = Leaf.of(type);
    String allowed = rule.pattern().isEmpty() ? leaf.allowed() : Checks.explain(rule.pattern());
    String remedy =
        rule.pattern().isEmpty()
            ? "write such as " + label + ": " + leaf.example()
            : "choose such a one";
    return echo(text.written())
        + "; "
        + allowed
        + " is allowed; "
        + Nearest.meant(text.written(), Leaf.words(type), remedy);
  }

  private static String echo(String written) {
    String oneLine = written.strip().replaceAll("\\s+", " ");
    return oneLine.length() <= LONGEST_ECHO
        ? "'" + oneLine + "'"
        : "'" + oneLine.substring(0, LONGEST_ECHO) + "…'";
  }
}
