package dev.evenhand.features;

import java.util.List;
import java.util.Map;

/**
 * Which features to reckon.
 *
 * @param windowDays lengths of the windows before a decision, in days; none means no history
 * @param topCategories those that get a share of their own, learned by {@link SalesSurvey}
 * @param expressions Spark SQL aggregates over a decision's sales in the longest window, by name
 * @param columns attributes of subjects and decisions that are features
 */
public record FeatureSpec(
    List<Integer> windowDays,
    List<String> topCategories,
    Map<String, String> expressions,
    List<String> columns) {
  public FeatureSpec {
    windowDays = windowDays.stream().sorted().toList();
    topCategories = List.copyOf(topCategories);
    expressions = Map.copyOf(expressions);
    columns = List.copyOf(columns);
    if (windowDays.stream().anyMatch(days -> days < 1)) {
      throw new IllegalArgumentException("a window has 1 day or more, were " + windowDays);
    }
  }

  boolean hasHistory() {
    return !windowDays.isEmpty();
  }
}
