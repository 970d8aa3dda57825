package dev.evenhand.balance;

import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Grouping;
import java.util.ArrayList;
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

  private static List<List<String>> sets(ValueCounts counts, int intersections) {
    return new Grouping(counts.attributes(), List.of(), intersections, Map.of()).attributeSets();
  }
}
