package dev.evenhand.fairness;

/**
 * The rows of one group with one label and one decision.
 *
 * @param attribute protected attribute, or a canonical JSON array of several
 * @param groupValue value, or a JSON array of values; null where small groups were merged
 * @param control control attribute and its value as JSON, or null
 */
public record Cell(
    String attribute,
    String groupValue,
    String control,
    int label,
    int prediction,
    long n,
    double weight) {}
