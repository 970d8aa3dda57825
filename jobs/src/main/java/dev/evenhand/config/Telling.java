package dev.evenhand.config;

/** Whether the value of a feature is told. */
public enum Telling implements Word {
  TOLD,
  /** To nobody: it gives a protected attribute away. */
  UNTOLD
}
