package dev.evenhand.fairness;

/**
 * What a figure is about.
 *
 * @param attribute a protected attribute, a canonical JSON array of several, or null for all rows
 * @param groupValue a value, or an array of values; {"not": value} is everyone else; null for all
 * @param control the control attribute and its value as JSON, or null
 * @param reference what a disparity is measured against, or null
 */
public record Subject(String attribute, String groupValue, String control, String reference) {
  public Subject of(String group) {
    return new Subject(attribute, group, control, reference);
  }

  public Subject against(String other) {
    return new Subject(attribute, groupValue, control, other);
  }
}
