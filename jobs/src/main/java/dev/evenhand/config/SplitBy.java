package dev.evenhand.config;

/** What a random split keeps together. */
public enum SplitBy implements Word {
  /** All decisions about one subject are on one side. */
  SUBJECT
}
