package dev.evenhand.anonymity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The values of a category or of an ordered attribute: the hierarchy's leaves in their order. */
final class ValueDomain extends Domain {
  private final int size;
  private final boolean isOrdered;
  private final Map<String, Integer> codes = new HashMap<>();

  ValueDomain(List<String> values, boolean isOrdered) {
    size = values.size();
    this.isOrdered = isOrdered;
    for (String value : values) {
      codes.put(value, codes.size());
    }
  }

  @Override
  int size() {
    return size;
  }

  @Override
  boolean isInterval() {
    return isOrdered;
  }

  @Override
  double penalty(int lowest, int highest, int distinct) {
    int covered = isOrdered ? highest - lowest + 1 : distinct;
    return covered <= 1 ? 0 : (covered - 1.0) / (size - 1);
  }

  @Override
  int code(Object key) {
    return codes.getOrDefault((String) key, -1);
  }

  @Override
  Part part(Histogram histogram) {
    int[] codes = histogram.codes();
    long[] rows = histogram.rows();
    if (isOrdered) {
      int lowest = codes[0];
      codes = IntStream.rangeClosed(lowest, codes[codes.length - 1]).toArray();
      rows = new long[codes.length];
      for (int i = 0; i < histogram.codes().length; i++) {
        rows[histogram.codes()[i] - lowest] = histogram.rows()[i];
      }
    }
    double all = Arrays.stream(rows).sum();
    return new Part.Values(codes, Arrays.stream(rows).mapToDouble(n -> n / all).toArray());
  }
}
