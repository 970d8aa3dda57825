package dev.evenhand.ingest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * In how many rows personal data was found, by column and kind; counted while they are read. A key
 * is column, zero, kind.
 */
final class Findings extends AccumulatorV2<String, Map<String, Long>> {
  private static final long serialVersionUID = 1L;
  private static final String SEPARATOR = "\u0000";

  private final ConcurrentHashMap<String, Long> rows = new ConcurrentHashMap<>();

  /** Rows in whose column a kind was found. */
  record Count(String column, String kind, long rows) {}

  void add(String column, String kind) {
    add(column + SEPARATOR + kind);
  }

  /** In order of columns and kinds. */
  List<Count> counts() {
    return new TreeMap<>(rows)
        .entrySet().stream()
            .map(
                entry -> {
                  String[] parts = entry.getKey().split(SEPARATOR);
                  return new Count(parts[0], parts[1], entry.getValue());
                })
            .toList();
  }

  @Override
  public void add(String key) {
    rows.merge(key, 1L, Long::sum);
  }

  @Override
  public boolean isZero() {
    return rows.isEmpty();
  }

  @Override
  public Findings copy() {
    Findings copy = new Findings();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    rows.clear();
  }

  @Override
  public void merge(AccumulatorV2<String, Map<String, Long>> other) {
    other.value().forEach((key, n) -> rows.merge(key, n, Long::sum));
  }

  @Override
  public Map<String, Long> value() {
    return rows;
  }
}
