package dev.evenhand.card;

import dev.evenhand.config.Frontier;
import dev.evenhand.config.Pipeline;
import java.util.Comparator;
import java.util.List;

/**
 * The frontier: how good and how even every model of the run is on the validation rows.
 *
 * @param performance the metric that shall be large
 * @param gaps what the largest of is the gap
 * @param points the most even one first
 */
record Tradeoff(String performance, List<String> gaps, List<Point> points) {
  /** Identifies the chart. */
  static final String ID = "frontier";

  /**
   * A model.
   *
   * @param kind candidate, pareto, beaten or baseline
   */
  record Point(
      String model,
      double performance,
      double gap,
      @Told(absent = "where it was not measured") Double accuracy,
      @Told(absent = "where the file says no value of decisions") Double value,
      @Told("candidate, pareto, beaten or baseline") String kind) {
    boolean isCandidate() {
      return kind.equals("candidate");
    }
  }

  /** Null if fewer than two models have both figures. */
  static Tradeoff of(Pipeline pipeline, Evidence evidence, String candidate) {
    Frontier frontier = pipeline.frontier();
    List<Point> points =
        evidence.models().stream()
            .filter(model -> frontier.performanceOf(model.figures()) != null)
            .filter(model -> frontier.gapOf(model.figures()) != null)
            .map(model -> point(model, frontier, candidate))
            .sorted(Comparator.comparingDouble(Point::gap).thenComparing(Point::model))
            .toList();
    return points.size() < 2
        ? null
        : new Tradeoff(frontier.performance().word(), frontier.gaps(), points);
  }

  private static Point point(TrainedModel model, Frontier frontier, String candidate) {
    String place = model.isPareto() == null ? "baseline" : model.isPareto() ? "pareto" : "beaten";
    return new Point(
        model.name(),
        frontier.performanceOf(model.figures()),
        frontier.gapOf(model.figures()),
        model.figures().get("accuracy"),
        model.figures().get("value"),
        model.name().equals(candidate) ? "candidate" : place);
  }

  /** What a kind of point means. */
  String place(Point point) {
    return switch (point.kind()) {
      case "candidate" -> "candidate";
      case "pareto" -> "on the frontier";
      case "baseline" -> "baseline";
      default -> "beaten";
    };
  }

  /** Whether decisions have a value, and it is not what the models are compared by anyway. */
  boolean hasValue() {
    return !performance.equals("value") && points.stream().anyMatch(each -> each.value() != null);
  }

  /** The gaps in words. */
  String gapNames() {
    return String.join(
        ", ",
        gaps.stream()
            .map(
                gap ->
                    Words.of(gap.substring(0, gap.indexOf(" by "))).label().toLowerCase()
                        + gap.substring(gap.indexOf(" by ")).replace('_', ' '))
            .toList());
  }
}
