package dev.evenhand.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts environment variables in place of {@code ${NAME}} and {@code ${NAME:-default}}. */
final class Environment {
  static final String DATA = "EVENHAND_DATA";

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?}");

  private final Map<String, String> variables;
  private final Redaction redaction;

  Environment(Map<String, String> variables, Redaction redaction) {
    this.variables = Map.copyOf(variables);
    this.redaction = redaction;
  }

  static boolean isReferred(String written) {
    return REFERENCE.matcher(written).find();
  }

  /** Whether the text is one reference without a default, as a password must be. */
  static boolean isOneReference(String written) {
    Matcher matcher = REFERENCE.matcher(written);
    return matcher.matches() && matcher.group(2) == null;
  }

  /** The text with every reference replaced; a refusal where one can't be. */
  String resolve(String written) {
    StringBuilder resolved = new StringBuilder();
    Matcher matcher = REFERENCE.matcher(written);
    while (matcher.find()) {
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value(matcher)));
    }
    matcher.appendTail(resolved);
    if (REFERENCE.matcher(written).replaceAll("").contains("${")) {
      throw new IllegalArgumentException(
          "'${' without a name and '}'; ${NAME} or ${NAME:-default} is allowed; complete it");
    }
    return resolved.toString();
  }

  private String value(Matcher matcher) {
    String name = matcher.group(1);
    String value = variables.getOrDefault(name, "");
    if (!value.isEmpty()) {
      redaction.used(name, value);
      return value;
    }
    if (matcher.group(2) != null) {
      return matcher.group(3);
    }
    throw new IllegalArgumentException(
        "environment variable "
            + name
            + " is not set; a value is required; "
            + (name.equals(DATA)
                ? "set " + DATA + " or pass --data DIR"
                : "set it, or write ${" + name + ":-default}"));
  }
}
