package dev.evenhand.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is weighed when models are compared: a figure that shall be large, and gaps that shall be
 * small. What {@code select} names, else business value or accuracy, and the gaps that models are
 * held to.
 *
 * @param gaps keys of figures
 */
public record Frontier(GateMetric performance, List<String> gaps) {
  public Frontier {
    gaps = List.copyOf(gaps);
  }

  static Frontier of(Pipeline pipeline) {
    GateMetric performance =
        pipeline
            .select()
            .map(Select::maximize)
            .orElse(pipeline.value().isPresent() ? GateMetric.VALUE : GateMetric.ACCURACY);
    List<String> gaps = new ArrayList<>();
    pipeline.select().ifPresent(select -> addGaps(select.within(), gaps));
    if (gaps.isEmpty()) {
      pipeline.models().forEach(model -> addGap(model, gaps));
    }
    if (gaps.isEmpty()) {
      addGaps(pipeline.gate(), gaps);
    }
    if (gaps.isEmpty()) {
      pipeline
          .evaluate()
          .sensitive()
          .forEach(name -> gaps.add(key(GateMetric.DEMOGRAPHIC_PARITY_DIFFERENCE, name)));
    }
    return new Frontier(performance, gaps.stream().distinct().toList());
  }

  private static void addGaps(List<Gate> gates, List<String> gaps) {
    gates.stream()
        .filter(gate -> gate.metric().word().endsWith("_difference"))
        .forEach(gate -> gaps.add(key(gate.metric(), gate.attribute().orElseThrow())));
  }

  private static void addGap(Model model, List<String> gaps) {
    model
        .constraint()
        .ifPresent(
            constraint ->
                model
                    .sensitive()
                    .forEach(attribute -> gaps.add(key(constraint.difference(), attribute))));
  }

  /** Under which a figure of all groups of an attribute is kept. */
  public static String key(GateMetric metric, String attribute) {
    return metric.word() + " by " + attribute;
  }

  /** Null where it is undefined. */
  public Double performanceOf(Map<String, Double> figures) {
    return figures.get(performance.word());
  }

  /** The largest of the gaps; null where one of them is undefined. */
  public Double gapOf(Map<String, Double> figures) {
    return gaps.stream().allMatch(gap -> figures.get(gap) != null)
        ? gaps.stream().mapToDouble(figures::get).max().orElseThrow()
        : null;
  }
}
