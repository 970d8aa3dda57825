package dev.evenhand.fairness;

import java.util.List;
import java.util.stream.Collectors;

/** Canonical names of attributes, groups and their combinations. */
public final class Names {
  private Names() {}

  /** The one name as it is; several as a JSON array without spaces. */
  public static String of(List<String> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : parts.stream().map(Names::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  /** Everyone outside a group. */
  static String not(List<String> parts) {
    return "{\"not\":" + (parts.size() == 1 ? quoted(parts.get(0)) : of(parts)) + "}";
  }

  /** A control attribute at one of its values. */
  static String control(String attribute, String value) {
    return "{" + quoted(attribute) + ":" + quoted(value) + "}";
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
