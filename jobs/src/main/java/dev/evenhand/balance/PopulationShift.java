package dev.evenhand.balance;

import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Measured;
import dev.evenhand.fairness.Names;
import dev.evenhand.fairness.Subject;
import dev.evenhand.fairness.Trials;
import dev.evenhand.fairness.Wilson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Selection bias: which groups of a population are in a part of it, as after a consent filter or a
 * join that loses rows.
 */
public final class PopulationShift {
  private static final double CONFIDENCE = 0.95;

  private PopulationShift() {}

  /**
   * For each group the share of its rows that remains, {@code inclusion_rate}, and how its share of
   * the part compares with its share of the whole, {@code representation_ratio}.
   */
  public static List<Figure> of(ValueCounts whole, ValueCounts part, List<String> attributes) {
    Map<List<String>, ValueCount> remaining = new HashMap<>();
    part.of(attributes).forEach(count -> remaining.put(count.values(), count));
    List<Figure> figures = new ArrayList<>();
    for (ValueCount group : whole.of(attributes)) {
      ValueCount kept =
          remaining.getOrDefault(group.values(), new ValueCount(group.values(), 0, 0, 0, 0));
      Subject subject =
          new Subject(Names.of(attributes), Names.of(group.values()), null, "population");
      Trials trials = new Trials(kept.rows(), group.rows());
      double ratio = kept.rows() / part.total().rows() / (group.rows() / whole.total().rows());
      figures.add(
          Figure.of(subject, "inclusion_rate", Figure.VALUE, Measured.of(trials.share()))
              .with(Wilson.interval(trials, CONFIDENCE))
              .counting(group.rows(), group.weight()));
      figures.add(
          Figure.of(subject, "representation_ratio", Figure.VALUE, Measured.of(ratio))
              .counting(group.rows(), group.weight()));
    }
    figures.addAll(new BalanceFigures(part, attributes).from("population", whole.of(attributes)));
    return figures;
  }
}
