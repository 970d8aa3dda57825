package dev.evenhand.learn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which columns name the groups to compare.
 *
 * @param sensitive columns whose values are groups
 * @param order how many of them at most form an intersection; 1 for none
 * @param controls columns within whose values groups are compared
 */
record Grouping(List<String> sensitive, int order, List<String> controls) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many values each row has: sensitive ones, then those of controls. */
  int columns() {
    return sensitive.size() + controls.size();
  }

  /** The control values of a combination; empty without controls. */
  String stratum(List<String> combination) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < controls.size(); i++) {
      parts.add(controls.get(i) + "=" + combination.get(sensitive.size() + i));
    }
    return String.join(", ", parts);
  }
}
