package dev.evenhand.config;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The rules of one record, gathered so that all that are broken are told together. */
final class Checks {
  /** A name that is safe in a path, a predicate and a URL. */
  static final String NAME = "[a-z][a-z0-9_-]{0,62}";

  /** A name that is also a plain SQL identifier. */
  static final String IDENTIFIER = "[a-z][a-z0-9_]{0,62}";

  private final Map<String, String> broken = new TreeMap<>();

  /** Notes the message, a format where there are values, at the key unless the rule holds. */
  Checks that(boolean holds, String key, String message, Object... values) {
    if (!holds) {
      broken.putIfAbsent(key, values.length == 0 ? message : message.formatted(values));
    }
    return this;
  }

  Checks matches(String text, String pattern, String key) {
    return that(
        text.matches(pattern),
        key,
        "%s is '%s'; %s is allowed; choose such a one",
        key,
        text,
        explain(pattern));
  }

  /** What a pattern of this package allows, in words. */
  static String explain(String pattern) {
    return switch (pattern) {
      case NAME -> "a name of a-z, 0-9, _ and -, a letter first, at most 63 long,";
      case IDENTIFIER -> "a name of a-z, 0-9 and _, a letter first, at most 63 long,";
      default -> "a text like " + pattern;
    };
  }

  Checks range(double value, double least, double most, String key) {
    return that(
        value >= least && value <= most,
        key,
        "%s is %s; %s to %s is allowed; choose a number between",
        key,
        plain(value),
        plain(least),
        plain(most));
  }

  private static String plain(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  Checks distinct(List<?> values, String key) {
    Set<Object> seen = new HashSet<>();
    List<?> twice = values.stream().filter(value -> !seen.add(value)).distinct().toList();
    return that(
        twice.isEmpty(), key, "%s names %s twice; once is allowed; drop the second", key, twice);
  }

  /** Exactly one of the keys that the record's {@link ExactlyOne} names, in its order, is given. */
  Checks exactlyOne(Class<? extends Record> type, Optional<?>... values) {
    List<String> forms = List.of(type.getAnnotation(ExactlyOne.class).value());
    List<String> given =
        IntStream.range(0, forms.size())
            .filter(i -> values[i].isPresent())
            .mapToObj(forms::get)
            .toList();
    return that(
        given.size() == 1,
        given.size() > 1 ? given.get(1) : "",
        "%s given; exactly one of %s is allowed; keep the one that is meant",
        given.isEmpty() ? "none" : String.join(" and ", given),
        String.join(", ", forms));
  }

  void done() {
    if (!broken.isEmpty()) {
      throw new Refusal(broken);
    }
  }

  static <T> List<T> copy(List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }

  /** An unmodifiable copy that keeps the order of the file. */
  static <T> Map<String, T> copy(Map<String, T> values) {
    return values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static <T> Optional<T> copy(Optional<T> value) {
    return value == null ? Optional.empty() : value;
  }
}
