package dev.evenhand.lake;

import java.util.List;
import java.util.stream.Collectors;

/** The rows of a run that one of several writers owns: a column and its values. */
public record OwnedPart(Field column, List<String> values) {
  String predicate() {
    return column.name()
        + " IN ("
        + values.stream()
            .map(value -> "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'")
            .collect(Collectors.joining(", "))
        + ")";
  }
}
