package dev.evenhand.explain;

import dev.evenhand.fairness.Suppression;
import dev.evenhand.fairness.Suppression.Cell;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;

/**
 * Which groups may be shown of a number of rows, so that neither the groups nor all less some of
 * them tell of fewer rows than the minimum.
 *
 * @param column with the number of rows
 * @param minGroup the minimum
 * @param cells by key: model, attribute and value, the last two null for all; none where no row is
 *     counted and that is told anyway
 */
record ShownGroups(String column, int minGroup, Map<Row, Cell> cells) {

  /** Of rows that begin with a key. */
  static ShownGroups of(List<Row> rows, String column, int minGroup) {
    return of(rows, column, minGroup, row -> false);
  }

  /** Of those that are counted here, some; that none are is told of groups that are shown here. */
  ShownGroups among(List<Row> rows, String column) {
    return of(rows, column, minGroup, row -> whyNot(row).isEmpty());
  }

  private static ShownGroups of(
      List<Row> rows, String column, int minGroup, Predicate<Row> isNoneTold) {
    Suppression suppression = new Suppression(minGroup);
    Map<Row, Cell> cells = new HashMap<>();
    Map<String, Cell> totals = new HashMap<>();
    Map<List<String>, List<Cell>> parts = new TreeMap<>(ShownGroups::compare);
    for (Row row : rows) {
      long counted = row.<Long>getAs(column);
      if (counted == 0 && isNoneTold.test(row)) {
        continue;
      }
      Row key = row.getStruct(0);
      Cell cell = suppression.cell(counted);
      cells.put(key, cell);
      if (key.isNullAt(1)) {
        totals.put(key.getString(0), cell);
      } else {
        parts
            .computeIfAbsent(
                List.of(key.getString(0), key.getString(1)), attribute -> new ArrayList<>())
            .add(cell);
      }
    }
    parts.forEach(
        (of, groups) -> {
          if (totals.containsKey(of.get(0))) {
            suppression.sum(totals.get(of.get(0)), groups);
          }
        });
    suppression.settle();
    return new ShownGroups(column, minGroup, cells);
  }

  private static int compare(List<String> a, List<String> b) {
    int order = a.get(0).compareTo(b.get(0));
    return order != 0 ? order : a.get(1).compareTo(b.get(1));
  }

  long rows(Row row) {
    return row.<Long>getAs(column);
  }

  /** Why a figure of these rows is withheld; empty if it is not. */
  Optional<String> whyNot(Row row) {
    Cell cell = cells.get(row.getStruct(0));
    if (cell == null || !cell.isWithheld()) {
      return Optional.empty();
    }
    String what = row.getStruct(0).isNullAt(1) ? "there are" : "the group has";
    return Optional.of(
        cell.isSmall() ? what + " fewer than " + minGroup + " rows" : Measures.BESIDE_SMALL);
  }
}
