package dev.evenhand.config;

/** How a source is stored. */
public enum Format implements Word {
  CSV,
  JSON,
  PARQUET,
  DELTA,
  JDBC
}
