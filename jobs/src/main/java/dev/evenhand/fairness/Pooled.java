package dev.evenhand.fairness;

import dev.evenhand.lake.table.Measures;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Groups of one attribute beside all rows together, which are known: those that are withheld count
 * as one, so that nothing is told of few rows and all of them still add up.
 */
public final class Pooled {
  private static final List<String> ATTRIBUTE = List.of("group");

  private Pooled() {}

  /**
   * The groups in the order of their names, {@value Measures#WITHHELD_GROUPS} among them.
   *
   * @param rows how many a group has
   * @param plus two groups together
   * @param minGroup rows below which a group is withheld
   */
  public static <T> Map<String, T> of(
      Map<String, T> groups, ToDoubleFunction<T> rows, BinaryOperator<T> plus, long minGroup) {
    Map<String, T> sorted = new TreeMap<>(groups); // so that of equally small ones the first goes
    Withholding withholding = new Withholding(minGroup);
    withholding.all(groups.values().stream().mapToDouble(rows).sum());
    sorted.forEach(
        (name, group) -> withholding.put(ATTRIBUTE, List.of(name), rows.applyAsDouble(group)));
    withholding.settle();
    Map<String, T> shown = new TreeMap<>();
    sorted.forEach(
        (name, group) ->
            shown.merge(
                withholding.isWithheld(ATTRIBUTE, List.of(name)) ? Measures.WITHHELD_GROUPS : name,
                group,
                plus));
    return shown;
  }
}
