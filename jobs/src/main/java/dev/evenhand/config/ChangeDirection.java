package dev.evenhand.config;

/** Which way a number may change. */
public enum ChangeDirection implements Word {
  EITHER,
  UP,
  DOWN
}
