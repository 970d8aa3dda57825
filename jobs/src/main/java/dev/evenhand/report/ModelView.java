package dev.evenhand.report;

/**
 * A model as the site shows it.
 *
 * @param cardPath where its run's card lies in the lake; null without a card
 */
record ModelView(
    String name,
    String estimator,
    String status,
    double threshold,
    long trainingRows,
    String purpose,
    Double rocAuc,
    Double selectionRate,
    String gapMetric,
    Double gap,
    Double unconstrainedGap,
    String cardPath) {

  /** Where the site keeps the card, from the pipeline's folder. */
  String cardPage(String runId) {
    return "cards/" + runId + ".html";
  }
}
