package dev.evenhand.fairness;

import java.util.List;

/**
 * A group of a view.
 *
 * @param values its value of each attribute
 * @param isWithheld whether it is smaller than the minimum
 */
record GroupSlice(List<String> values, Slice slice, boolean isWithheld) {
  String name() {
    return Names.of(values);
  }
}
