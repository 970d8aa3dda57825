package dev.evenhand.config;

import java.util.List;

/**
 * What a key's setting asks of its value.
 *
 * @param pattern what a text, or each text of a list, matches; empty means any
 * @param keys the only keys of a map; empty means any
 * @param atLeast the fewest entries of a list or map
 * @param isAnyScalar whether a number or boolean will do as a text
 */
record Rule(String pattern, List<String> keys, int atLeast, boolean isAnyScalar) {
  /** For the values of a map, whose setting speaks of its keys. */
  static final Rule OF_MAP_VALUES = new Rule("", List.of(), 0, true);

  static Rule of(Setting setting) {
    return new Rule(setting.pattern(), Leaf.words(setting.keys()), setting.atLeast(), false);
  }
}
