package dev.evenhand.explain;

import dev.evenhand.config.MeasureUnit;
import java.util.Locale;

/**
 * What a feature is called in a language.
 *
 * @param isUntold whether its value is never told, since it is a protected attribute or tells one
 */
record FeatureWord(MeasureUnit unit, String name, boolean isUntold) {
  String capitalName() {
    return capital(name);
  }

  /** A text that begins with a capital. */
  static String capital(String name) {
    int first = name.offsetByCodePoints(0, 1);
    return name.substring(0, first).toUpperCase(Locale.ROOT) + name.substring(first);
  }
}
