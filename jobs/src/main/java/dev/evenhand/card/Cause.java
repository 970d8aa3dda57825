package dev.evenhand.card;

import dev.evenhand.lake.table.Measures;
import java.util.Comparator;
import java.util.List;

/** Why rows were left out, and how many. */
record Cause(String cause, long rows) {

  /** The causes of a count, most frequent first. */
  static List<Cause> of(FigureSet counts) {
    return counts.attribute(Measures.REASON).groups().stream()
        .filter(Figure::hasValue)
        .map(figure -> new Cause(figure.group(), Math.round(figure.value())))
        .sorted(Comparator.comparingLong(Cause::rows).reversed().thenComparing(Cause::cause))
        .toList();
  }

  /** The count itself, or the sum of its causes; null if it was not counted. */
  static Long total(FigureSet counts) {
    Long overall =
        counts.where(Figure::isOverall).stream()
            .filter(Figure::hasValue)
            .findFirst()
            .map(figure -> Math.round(figure.value()))
            .orElse(null);
    List<Cause> causes = of(counts);
    return overall != null || causes.isEmpty()
        ? overall
        : Long.valueOf(causes.stream().mapToLong(Cause::rows).sum());
  }
}
