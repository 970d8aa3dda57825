package dev.evenhand.lake;

/**
 * The rows of one run of one pipeline. Both parts are checked, so they may stand in a predicate.
 */
public record RunScope(String pipeline, String runId) {
  public RunScope {
    if (!pipeline.matches("[a-z0-9][a-z0-9_-]{0,63}")) {
      throw new IllegalArgumentException("not a pipeline name: " + pipeline);
    }
    if (!runId.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
      throw new IllegalArgumentException("not a run id: " + runId);
    }
  }

  String runPredicate() {
    return pipelinePredicate() + " AND run_id = '" + runId + "'";
  }

  String pipelinePredicate() {
    return "pipeline = '" + pipeline + "'";
  }
}
