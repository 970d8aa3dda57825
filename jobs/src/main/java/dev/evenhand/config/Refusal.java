package dev.evenhand.config;

import java.util.Map;

/** Why a record of the pipeline file can't exist: a message for each offending key. */
final class Refusal extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, String> messages;

  /** Messages by key; the empty key is the record as a whole. */
  Refusal(Map<String, String> messages) {
    super(String.join("; ", messages.values()));
    this.messages = Map.copyOf(messages);
  }

  Map<String, String> messages() {
    return messages;
  }
}
