package dev.evenhand.fairness;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the summary of an audit shows of each attribute.
 *
 * @param columns title and metric of each column
 * @param gaps metric and statistic of each gap
 */
record SummaryLayout(Map<String, String> columns, Map<String, String> gaps) {
  static final String BETWEEN = Spread.DIFFERENCE_BETWEEN_GROUPS.statistic();

  static final SummaryLayout BINARY =
      new SummaryLayout(
          pairs(
              "selected", "selection_rate",
              "TPR", "true_positive_rate",
              "FPR", "false_positive_rate",
              "accuracy", "accuracy",
              "ROC AUC", "roc_auc"),
          pairs(
              "demographic_parity_difference", ParityFigures.BETWEEN_GROUPS,
              "demographic_parity_ratio", ParityFigures.BETWEEN_GROUPS,
              "equalized_odds_difference", ParityFigures.BETWEEN_GROUPS,
              "equal_opportunity_difference", ParityFigures.BETWEEN_GROUPS));

  static final SummaryLayout REGRESSION =
      new SummaryLayout(
          pairs(
              "mean", RegressionMetric.MEAN_PREDICTION.metric(),
              "error", RegressionMetric.MEAN_ERROR.metric(),
              "MAE", RegressionMetric.MEAN_ABSOLUTE_ERROR.metric(),
              "RMSE", RegressionMetric.ROOT_MEAN_SQUARED_ERROR.metric(),
              "R2", RegressionMetric.R2_SCORE.metric()),
          pairs(
              RegressionMetric.MEAN_PREDICTION.metric(), BETWEEN,
              RegressionMetric.MEAN_ERROR.metric(), BETWEEN,
              RegressionMetric.MEAN_ABSOLUTE_ERROR.metric(), BETWEEN));

  static final SummaryLayout ACCURACY =
      new SummaryLayout(pairs("accuracy", "accuracy"), pairs("accuracy", BETWEEN));

  static SummaryLayout of(AuditResult result) {
    Set<String> metrics = result.figures().stream().map(Figure::metric).collect(Collectors.toSet());
    if (metrics.contains(RankingPass.EXPOSURE)) {
      return ofRankings(metrics);
    }
    if (metrics.contains(RegressionMetric.R2_SCORE.metric())) {
      return REGRESSION;
    }
    return metrics.contains(Rate.SELECTION_RATE.metric()) ? BINARY : ACCURACY;
  }

  private static SummaryLayout ofRankings(Set<String> metrics) {
    Map<String, String> columns = pairs("exposure", RankingPass.EXPOSURE);
    metrics.stream()
        .filter(metric -> metric.startsWith(RankingPass.SELECTION))
        .map(metric -> metric.substring(RankingPass.SELECTION.length()))
        .sorted(Comparator.comparingInt(Integer::parseInt))
        .forEach(k -> columns.put("top " + k, RankingPass.SELECTION + k));
    return new SummaryLayout(
        columns,
        pairs(RankingPass.EXPOSURE, BETWEEN, RankingPass.NDKL, ParityFigures.BETWEEN_GROUPS));
  }

  private static Map<String, String> pairs(String... keysAndValues) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      pairs.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return pairs;
  }
}
