package dev.evenhand.fairness;

import java.util.List;

/**
 * What an audit found.
 *
 * @param rows rows read
 * @param figures every figure, in a fixed order
 * @param cells the counts behind them
 * @param scores how scores were kept
 */
public record AuditResult(long rows, List<Figure> figures, List<Cell> cells, Precision scores) {

  AuditResult with(List<Figure> others) {
    return new AuditResult(rows, List.copyOf(others), cells, scores);
  }

  /**
   * How exact the ranking metrics are.
   *
   * @param cells distinct (group, score) cells kept
   * @param isExact whether every distinct score was kept
   * @param aucBound how far an overall ROC AUC from bins may be from the exact one; 0 if exact
   * @param averagePrecisionBound the same for average precision
   */
  public record Precision(
      int cells, boolean isExact, double aucBound, double averagePrecisionBound) {}
}
