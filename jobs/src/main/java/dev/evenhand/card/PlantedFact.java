package dev.evenhand.card;

import dev.evenhand.lake.table.Measures;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Something that a generated warehouse was made to hold, beside what this run found of it.
 *
 * @param found the figure of the same name, attribute and group; null if the run has none
 */
record PlantedFact(String metric, Figure planted, Figure found) {

  static List<PlantedFact> all(Evidence evidence) {
    return evidence.quality().dataset(Measures.TRUTH).stream()
        .filter(figure -> figure.metric().startsWith(Measures.PLANTED_PREFIX))
        .map(figure -> fact(figure, evidence))
        .toList();
  }

  /** The planted value in the units of what it stands for. */
  String text() {
    return planted.hasValue() ? Words.of(metric).text(planted.value()) : planted.status();
  }

  private static PlantedFact fact(Figure planted, Evidence evidence) {
    String metric = planted.metric().substring(Measures.PLANTED_PREFIX.length());
    FigureSet data = evidence.balance();
    Figure found =
        Stream.of(data.dataset(Measures.BEFORE), data, evidence.quality(), evidence.privacy())
            .flatMap(FigureSet::stream)
            .filter(figure -> figure.metric().equals(metric))
            .filter(figure -> Objects.equals(figure.attribute(), planted.attribute()))
            .filter(figure -> Objects.equals(figure.group(), planted.group()))
            .findFirst()
            .orElse(null);
    return new PlantedFact(metric, planted, found);
  }
}
