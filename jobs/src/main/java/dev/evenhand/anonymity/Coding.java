package dev.evenhand.anonymity;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * How rows become numbers: the quasi-identifiers and, for those that are not numbers, their values
 * in code order.
 */
final class Coding implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<QuasiIdentifier> quasiIdentifiers;
  private final List<List<String>> vocabularies;
  private final List<Map<String, Integer>> codes = new ArrayList<>();

  /** A number's vocabulary is empty. */
  Coding(List<QuasiIdentifier> quasiIdentifiers, List<List<String>> vocabularies) {
    this.quasiIdentifiers = List.copyOf(quasiIdentifiers);
    this.vocabularies = List.copyOf(vocabularies);
    for (List<String> vocabulary : vocabularies) {
      Map<String, Integer> byValue = new HashMap<>();
      vocabulary.forEach(value -> byValue.put(value, byValue.size()));
      codes.add(byValue);
    }
  }

  int size() {
    return quasiIdentifiers.size();
  }

  QuasiIdentifier quasiIdentifier(int dimension) {
    return quasiIdentifiers.get(dimension);
  }

  List<QuasiIdentifier> quasiIdentifiers() {
    return quasiIdentifiers;
  }

  List<String> vocabulary(int dimension) {
    return vocabularies.get(dimension);
  }

  /** The keys of a row, one field a quasi-identifier, as {@link Point} reads them. */
  Column[] keys() {
    return quasiIdentifiers.stream().map(QuasiIdentifier::key).toArray(Column[]::new);
  }

  /** The same, as hashes of tuples take them. */
  Column[] hashed() {
    return quasiIdentifiers.stream().map(one -> one.hashed(one.key())).toArray(Column[]::new);
  }

  /** A row as cuts see it: numbers (NaN: missing) and codes (-1: never seen). */
  record Point(double[] numbers, int[] codes) implements Serializable {
    @Override
    public boolean equals(Object other) {
      return other instanceof Point point
          && Arrays.equals(numbers, point.numbers)
          && Arrays.equals(codes, point.codes);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(codes);
    }
  }

  /** The point of a tuple of the table that this coding was read from. */
  Point point(Tuples tuples, int tuple) {
    double[] numbers = new double[size()];
    int[] numbered = new int[size()];
    Arrays.fill(numbers, Double.NaN);
    for (int at = 0; at < size(); at++) {
      if (tuples.domain(at) instanceof NumberDomain domain) {
        numbers[at] = domain.value(tuples.code(tuple, at));
      } else {
        numbered[at] = tuples.code(tuple, at);
      }
    }
    return new Point(numbers, numbered);
  }

  Point point(Row keys) {
    double[] numbers = new double[size()];
    int[] numbered = new int[size()];
    Arrays.fill(numbers, Double.NaN);
    for (int at = 0; at < size(); at++) {
      if (!quasiIdentifiers.get(at).isNumeric()) {
        numbered[at] = codes.get(at).getOrDefault(keys.getString(at), -1);
      } else if (!keys.isNullAt(at)) {
        numbers[at] = keys.getDouble(at);
      }
    }
    return new Point(numbers, numbered);
  }
}
