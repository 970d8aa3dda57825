package dev.evenhand.balance;

import java.util.List;

/**
 * The rows that have one value of each attribute.
 *
 * @param values one of each attribute
 * @param rows how many
 * @param weight sum of their weights
 * @param squaredWeight sum of their squared weights
 * @param positives weight with label 1
 */
public record ValueCount(
    List<String> values, double rows, double weight, double squaredWeight, double positives) {
  ValueCount plus(ValueCount other) {
    return new ValueCount(
        values,
        rows + other.rows,
        weight + other.weight,
        squaredWeight + other.squaredWeight,
        positives + other.positives);
  }

  ValueCount as(List<String> otherValues) {
    return new ValueCount(otherValues, rows, weight, squaredWeight, positives);
  }
}
