package dev.evenhand.vector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Column names that MLlib's stages can read: no dots, no blanks, no two alike. */
final class SafeNames {
  private final Map<String, String> columns = new LinkedHashMap<>();

  SafeNames(String prefix, List<String> names) {
    for (String name : names) {
      String base = prefix + name.replaceAll("[^A-Za-z0-9_]", "_");
      String candidate = base;
      for (int i = 2; columns.containsValue(candidate); i++) {
        candidate = base + "_" + i;
      }
      columns.put(name, candidate);
    }
  }

  String of(String name) {
    return columns.get(name);
  }

  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
