package dev.evenhand.lake;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The rows of one run of one pipeline. Both parts are checked, so they may stand in a predicate.
 */
public record RunScope(String pipeline, String runId) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

  public RunScope {
    if (!pipeline.matches("[a-z0-9][a-z0-9_-]{0,63}")) {
      throw new IllegalArgumentException("not a pipeline name: " + pipeline);
    }
    if (!runId.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
      throw new IllegalArgumentException("not a run id: " + runId);
    }
  }

  /** A moment as run ids have it, in an order that text keeps: r20260301T060000000. */
  public static String stamped(String letter, Instant moment) {
    return letter + STAMP.format(moment);
  }

  String runPredicate() {
    return pipelinePredicate() + " AND run_id = '" + runId + "'";
  }

  String pipelinePredicate() {
    return "pipeline = '" + pipeline + "'";
  }
}
