package dev.evenhand.evaluate;

import dev.evenhand.fairness.Figure;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where a figure of an audit stands in the metric tables, and under which names. */
final class FigureTables {
  private static final String AVERAGE_PRECISION = "average_precision";
  private static final String PR_AUC = "pr_auc";
  private static final Set<String> PERFORMANCE =
      Set.of(
          "roc_auc",
          AVERAGE_PRECISION,
          "accuracy",
          "balanced_accuracy",
          "precision",
          "recall",
          "f1",
          "log_loss",
          "brier",
          "expected_calibration_error");
  private static final Map<String, String> BETWEEN =
      Map.of("between_groups", "between_groups", "to_overall", "overall");

  private FigureTables() {}

  /**
   * Whether it belongs there. The bins of reliability curves don't: cells and cards count the same
   * rows in other bins, and the rows between two edges may be few.
   */
  static boolean isKept(Figure figure) {
    return !figure.metric().startsWith(Figure.RELIABILITY);
  }

  /** How good a model is, overall or in one group; everything else is about evenness. */
  static boolean isPerformance(Figure figure) {
    return figure.statistic().equals(Figure.VALUE)
        && (figure.attribute() == null || PERFORMANCE.contains(figure.metric()));
  }

  static FigureRow row(Figure figure, String model, String version, String split) {
    boolean isParity = BETWEEN.containsKey(figure.statistic());
    String statistic =
        !isParity
            ? figure.statistic()
            : figure.metric().contains("_ratio") || figure.metric().equals("disparate_impact")
                ? "ratio"
                : "difference";
    String metric = figure.metric().equals(AVERAGE_PRECISION) ? PR_AUC : figure.metric();
    return FigureRow.of(metric)
        .model(model, version)
        .dataset(Measures.DECISIONS)
        .split(split)
        .group(figure.attribute(), figure.groupValue())
        .control(figure.control())
        .reference(isParity ? BETWEEN.get(figure.statistic()) : figure.reference())
        .statistic(statistic)
        .value(figure.value())
        .interval(figure.ciLow(), figure.ciHigh(), figure.ciMethod())
        .test(figure.pValue(), figure.qValue())
        .size(figure.n(), figure.weight())
        .because(figure.status().name().toLowerCase(Locale.ROOT), figure.reason());
  }
}
