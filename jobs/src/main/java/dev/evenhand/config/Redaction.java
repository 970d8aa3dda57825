package dev.evenhand.config;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides values that came from the environment: a message shows {@code ${NAME}} in their place. */
final class Redaction {
  // These two are places that the operator must see to correct.
  private static final Set<String> SHOWN = Set.of("EVENHAND_DATA", "EVENHAND_LAKE");
  // A shorter value would be found in ordinary words; as a password it is no secret either.
  private static final int SHORTEST = 4;

  private final Map<String, String> namesByValue =
      new TreeMap<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(value -> value));

  void used(String name, String value) {
    if (!SHOWN.contains(name) && value.length() >= SHORTEST) {
      namesByValue.put(value, name);
    }
  }

  String hide(String message) {
    String hidden = message;
    for (Map.Entry<String, String> used : namesByValue.entrySet()) {
      hidden =
          hidden.replaceAll(
              Pattern.quote(used.getKey()), Matcher.quoteReplacement("${" + used.getValue() + "}"));
    }
    return hidden;
  }
}
