package dev.evenhand.fairness;

import java.util.List;

/**
 * A group of a view.
 *
 * @param values its value of each attribute; none of several groups together
 * @param disclosure what may be told of it
 */
record GroupSlice(List<String> values, Slice slice, Disclosure disclosure) {
  String name() {
    return Names.of(values);
  }

  boolean isWithheld() {
    return disclosure.isWithheld();
  }

  /** Whether it is withheld only for the sake of a smaller group. */
  boolean isBeside() {
    return disclosure.isBeside();
  }

  GroupSlice told(Disclosure other) {
    return new GroupSlice(values, slice, other);
  }
}
