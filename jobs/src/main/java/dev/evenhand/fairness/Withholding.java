package dev.evenhand.fairness;

import dev.evenhand.fairness.CellSuppression.Cell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Counts of rows by the values of some columns, and of each subset of these columns: a count by
 * fewer columns is the sum of those by more. Which of them are withheld says {@link
 * CellSuppression}.
 */
public final class Withholding {
  private final CellSuppression suppression;
  private final Map<List<String>, Map<List<String>, Cell>> tables = new LinkedHashMap<>();

  public Withholding(double least) {
    suppression = new CellSuppression(least);
  }

  /** Rows with these values; shown if they can be. */
  public Cell put(List<String> columns, List<String> values, double rows) {
    return put(columns, values, suppression.cell(rows));
  }

  /** Rows with these values, of which it is known whether they are shown. */
  void decided(List<String> columns, List<String> values, double rows, Cell as) {
    Cell cell = suppression.known(rows);
    put(columns, values, as.isWithheld() ? cell.withhold() : cell);
  }

  /** All rows, which are shown. */
  public void all(double rows) {
    put(List.of(), List.of(), suppression.known(rows));
  }

  private Cell put(List<String> columns, List<String> values, Cell cell) {
    return tables
        .computeIfAbsent(columns, key -> new LinkedHashMap<>())
        .computeIfAbsent(values, key -> cell);
  }

  public Cell at(List<String> columns, List<String> values) {
    return tables.get(columns).get(values);
  }

  /** Whether there are such rows and they are withheld. */
  public boolean isWithheld(List<String> columns, List<String> values) {
    Cell cell = tables.getOrDefault(columns, Map.of()).get(values);
    return cell != null && cell.isWithheld();
  }

  public void settle() {
    tables.forEach(this::add);
    suppression.settle();
  }

  private void add(List<String> columns, Map<List<String>, Cell> cells) {
    for (int subset = 0; subset < (1 << columns.size()) - 1; subset++) {
      int mask = subset;
      int[] kept = IntStream.range(0, columns.size()).filter(i -> (mask >> i & 1) == 1).toArray();
      Map<List<String>, Cell> totals = tables.get(pick(columns, kept));
      if (totals != null) {
        Map<List<String>, List<Cell>> parts = new HashMap<>();
        cells.forEach(
            (values, cell) ->
                parts.computeIfAbsent(pick(values, kept), key -> new ArrayList<>()).add(cell));
        totals.forEach(
            (values, total) -> {
              if (parts.containsKey(values)) {
                suppression.sum(total, parts.get(values));
              }
            });
      }
    }
  }

  private static List<String> pick(List<String> from, int[] places) {
    return IntStream.of(places).mapToObj(from::get).toList();
  }
}
