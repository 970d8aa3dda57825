package dev.evenhand.config;

/** A text that is never printed: {@link #toString} hides it. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "(secret)";
  }
}
