package dev.evenhand.balance;

import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Grouping;
import dev.evenhand.fairness.Withholding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every balance figure of a table for each attribute and each intersection. */
public final class DataBalance {
  private DataBalance() {}

  public static List<Figure> of(ValueCounts counts, int intersections) {
    List<Figure> figures = new ArrayList<>();
    for (List<String> set : sets(counts, intersections)) {
      BalanceFigures balance = new BalanceFigures(counts, set);
      figures.addAll(balance.shares());
      figures.addAll(balance.associations());
      figures.addAll(balance.fromUniform());
      figures.addAll(balance.inequality());
    }
    return figures;
  }

  /** Distances of each attribute's shares from those of a reference population. */
  public static List<Figure> from(
      String reference, ValueCounts population, ValueCounts counts, int intersections) {
    List<Figure> figures = new ArrayList<>();
    for (List<String> set : sets(counts, intersections)) {
      figures.addAll(new BalanceFigures(counts, set).from(reference, population.of(set)));
    }
    return figures;
  }

  /**
   * Which values may be told, of a population and of a part of it alike: those of enough rows of
   * the part. A value that the part lacks has none.
   *
   * @param minGroup rows below which a value or combination is withheld
   */
  public static Withholding withholding(
      ValueCounts population, ValueCounts part, int intersections, long minGroup) {
    Withholding by = new Withholding(minGroup);
    by.all(part.total().rows());
    for (List<String> set : sets(population, intersections)) {
      Map<List<String>, Double> rows = new HashMap<>();
      part.of(set).forEach(count -> rows.put(count.values(), count.rows()));
      population
          .of(set)
          .forEach(count -> by.put(set, count.values(), rows.getOrDefault(count.values(), 0.0)));
    }
    by.settle();
    return by;
  }

  private static List<List<String>> sets(ValueCounts counts, int intersections) {
    return new Grouping(counts.attributes(), List.of(), intersections, Map.of()).attributeSets();
  }
}
