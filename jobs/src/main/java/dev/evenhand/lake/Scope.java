package dev.evenhand.lake;

/** Which rows one write replaces, and so how a table is partitioned. */
public enum Scope {
  /** A run's rows: partitioned by pipeline and run, replaced run by run. */
  RUN,
  /** The pipeline's current state: partitioned by pipeline, replaced as a whole. */
  PIPELINE,
  /** A log or ledger: partitioned by pipeline, only ever appended to. */
  LOG
}
