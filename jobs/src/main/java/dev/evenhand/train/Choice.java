package dev.evenhand.train;

import dev.evenhand.config.Frontier;
import dev.evenhand.config.Gate;
import dev.evenhand.config.Model;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Select;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which model of the file becomes the candidate, and which of them are on the frontier.
 *
 * @param figures of each model on the validation rows
 */
record Choice(Pipeline pipeline, Frontier frontier, Map<String, Map<String, Double>> figures) {
  Choice(Pipeline pipeline, Map<String, Map<String, Double>> figures) {
    this(pipeline, pipeline.frontier(), figures);
  }

  /**
   * The best by {@code select} among those that keep what it asks for; if none does, the one that
   * misses it least. Of equals the more even one, then the one that the file names first. Without
   * {@code select} the last of the file.
   */
  String candidate() {
    List<String> names = names();
    if (pipeline.select().isEmpty()) {
      return names.get(names.size() - 1);
    }
    Select select = pipeline.select().get();
    return names.stream()
        .min(
            Comparator.comparingDouble((String name) -> excess(select, figures.get(name)))
                .thenComparingDouble(
                    name -> -orLeast(figures.get(name).get(select.maximize().word())))
                .thenComparingDouble(name -> orMost(frontier.gapOf(figures.get(name)))))
        .orElseThrow();
  }

  /** Null for a baseline, which is not of the file. */
  Boolean isPareto(String name) {
    List<String> names = names();
    return names.contains(name)
        ? names.stream().noneMatch(other -> isBeaten(figures.get(name), figures.get(other)))
        : null;
  }

  private List<String> names() {
    return pipeline.models().stream().map(Model::name).toList();
  }

  /** A model that lacks a figure is beaten by every one that has it. */
  private boolean isBeaten(Map<String, Double> one, Map<String, Double> other) {
    double performance = orLeast(frontier.performanceOf(one));
    double better = orLeast(frontier.performanceOf(other));
    double gap = orMost(frontier.gapOf(one));
    double smaller = orMost(frontier.gapOf(other));
    return better >= performance && smaller <= gap && (better > performance || smaller < gap);
  }

  /** By how much the worst of the demands is missed; 0 if all are kept. */
  private static double excess(Select select, Map<String, Double> figures) {
    double worst = 0;
    for (Gate gate : select.within()) {
      String key =
          gate.attribute()
              .map(attribute -> Frontier.key(gate.metric(), attribute))
              .orElse(gate.metric().word());
      Double value = figures.get(key);
      double missed =
          value == null
              ? Double.MAX_VALUE
              : gate.atMost()
                  .map(most -> value - most)
                  .orElseGet(() -> gate.atLeast().orElseThrow() - value);
      worst = Math.max(worst, missed);
    }
    return worst;
  }

  private static double orLeast(Double value) {
    return value == null ? -Double.MAX_VALUE : value;
  }

  private static double orMost(Double value) {
    return value == null ? Double.MAX_VALUE : value;
  }
}
