package dev.evenhand.card;

import java.time.Instant;
import java.util.List;

/**
 * Everything that the run's tables say and a card may need; small, since it is aggregates.
 *
 * @param measured figures of models on the test split: performance and fairness
 * @param scores the candidate's test decisions by group and score
 * @param proof that the candidate learned from what it may; null if nobody proved it
 */
record Evidence(
    RunFacts run,
    List<StepRun> steps,
    List<TrainedModel> models,
    List<JudgedGate> gates,
    FigureSet quality,
    FigureSet balance,
    FigureSet privacy,
    FigureSet measured,
    List<RowCount> counts,
    List<Influence> influences,
    List<ScoreCell> scores,
    Proof proof,
    Standing standing) {

  /** What identifies the run and so the model's version. */
  record RunFacts(
      String pipeline,
      String runId,
      Instant asOf,
      String configSha256,
      String codeVersion,
      long seed) {}

  /** Rows of a table, all splits together; null if the table was not read. */
  Long rows(String table) {
    List<RowCount> of = counts.stream().filter(count -> count.table().equals(table)).toList();
    return of.isEmpty() ? null : of.stream().mapToLong(RowCount::rows).sum();
  }
}
