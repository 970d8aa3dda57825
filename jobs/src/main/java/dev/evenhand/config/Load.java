package dev.evenhand.config;

/** What a scheduled run reads of a source. */
public enum Load implements Word {
  /** Everything, at every run. */
  FULL,
  /** Files (or Delta versions) that no run has read yet. */
  NEW_FILES,
  /** Rows whose watermark column is later than the latest one read. */
  WATERMARK
}
