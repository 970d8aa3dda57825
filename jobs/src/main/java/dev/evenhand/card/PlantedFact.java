package dev.evenhand.card;

import dev.evenhand.lake.table.Measures;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Something that a generated warehouse was made to hold, beside what this run found of it.
 *
 * @param found the value of the same name, attribute and group; null if the run has none
 */
record PlantedFact(
    String metric,
    Figure planted,
    @Told(absent = "where the run has no such figure") Double found) {

  static List<PlantedFact> all(Evidence evidence) {
    return evidence.quality().dataset(Measures.TRUTH).stream()
        .filter(figure -> figure.metric().startsWith(Measures.PLANTED_PREFIX))
        .map(figure -> fact(figure, evidence))
        .sorted(Comparator.comparing(PlantedFact::place))
        .toList();
  }

  /** Where it stands among the others, whatever the order of the table's rows. */
  private String place() {
    return String.join("|", metric, planted.attribute() + "", planted.group() + "");
  }

  String plantedText() {
    return text(planted.value());
  }

  String foundText() {
    return text(found);
  }

  private static PlantedFact fact(Figure planted, Evidence evidence) {
    String metric = planted.metric().substring(Measures.PLANTED_PREFIX.length());
    FigureSet data = evidence.balance();
    List<Figure> found =
        Stream.of(data.dataset(Measures.BEFORE), evidence.quality(), evidence.privacy())
            .flatMap(FigureSet::stream)
            .filter(figure -> figure.metric().equals(metric) && figure.hasValue())
            .filter(figure -> Objects.equals(figure.attribute(), planted.attribute()))
            .filter(figure -> Objects.equals(figure.group(), planted.group()))
            .toList();
    return new PlantedFact(metric, planted, found.isEmpty() ? null : value(metric, found));
  }

  /** Counts of several sources add up; of other figures there is one. */
  private static Double value(String metric, List<Figure> found) {
    return Words.of(metric).unit() == Words.Unit.COUNT
        ? found.stream().mapToDouble(Figure::value).sum()
        : found.get(0).value();
  }

  private String text(Double value) {
    return value == null ? Text.NONE : Words.of(metric).text(value);
  }
}
