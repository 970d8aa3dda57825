package dev.evenhand.card;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Figures of a metric table, in a stable order. */
record FigureSet(List<Figure> figures) {
  FigureSet {
    figures = List.copyOf(figures);
  }

  FigureSet where(Predicate<Figure> condition) {
    return new FigureSet(figures.stream().filter(condition).toList());
  }

  FigureSet model(String model) {
    return where(figure -> model.equals(figure.model()));
  }

  FigureSet dataset(String dataset) {
    return where(figure -> dataset.equals(figure.dataset()));
  }

  FigureSet metric(String metric) {
    return where(figure -> figure.metric().equals(metric));
  }

  FigureSet attribute(String attribute) {
    return where(figure -> attribute.equals(figure.attribute()));
  }

  FigureSet group(String group) {
    return where(figure -> group.equals(figure.group()));
  }

  /** Figures of groups, one row a group; not those that compare groups. */
  FigureSet groups() {
    return where(figure -> figure.attribute() != null && figure.group() != null);
  }

  Optional<Figure> first() {
    return figures.stream().findFirst();
  }

  /** The figure about all rows. */
  Optional<Figure> overall(String metric) {
    return metric(metric).where(Figure::isOverall).first();
  }

  /** The figure that compares the groups of an attribute. */
  Optional<Figure> gap(String metric, String attribute) {
    return metric(metric).attribute(attribute).where(Figure::isGap).first();
  }

  Stream<Figure> stream() {
    return figures.stream();
  }

  boolean isEmpty() {
    return figures.isEmpty();
  }
}
