package dev.evenhand.config;

/** What the threshold makes as large as it can be on the validation split. */
public enum Maximize implements Word {
  F1,
  /** The sum of the file's {@code value} over the decisions. */
  VALUE
}
