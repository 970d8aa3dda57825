package dev.evenhand.explain;

import dev.evenhand.fairness.Withholding;
import dev.evenhand.lake.table.Measures;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;

/**
 * Which groups may be shown of a number of rows, so that neither the groups nor all less some of
 * them tell of fewer rows than the minimum.
 *
 * @param column with the number of rows
 * @param minGroup the minimum
 * @param groups by model and attribute, those of all by model alone; none where no row is counted
 *     and that is told anyway
 */
record ShownGroups(String column, int minGroup, Withholding groups) {
  private static final String OF_MODEL = ""; // no column is called so

  /** Of rows that begin with a key: model, attribute and value, the last two null for all. */
  static ShownGroups of(List<Row> rows, String column, int minGroup) {
    return of(rows, column, minGroup, row -> false);
  }

  /** Of those that are counted here, some; that none are is told of groups that are shown here. */
  ShownGroups among(List<Row> rows, String column) {
    return of(rows, column, minGroup, row -> whyNot(row).isEmpty());
  }

  private static ShownGroups of(
      List<Row> rows, String column, int minGroup, Predicate<Row> isNoneTold) {
    Withholding groups = new Withholding(minGroup);
    for (Row row : rows) {
      long counted = row.<Long>getAs(column);
      if (counted > 0 || !isNoneTold.test(row)) {
        groups.put(columns(row), values(row), counted);
      }
    }
    groups.settle();
    return new ShownGroups(column, minGroup, groups);
  }

  private static List<String> columns(Row row) {
    return isOfAll(row) ? List.of(OF_MODEL) : List.of(OF_MODEL, row.getStruct(0).getString(1));
  }

  private static List<String> values(Row row) {
    Row key = row.getStruct(0);
    return isOfAll(row) ? List.of(key.getString(0)) : List.of(key.getString(0), key.getString(2));
  }

  private static boolean isOfAll(Row row) {
    return row.getStruct(0).isNullAt(1);
  }

  long rows(Row row) {
    return row.<Long>getAs(column);
  }

  /** Why a figure of these rows is withheld; empty if it is not. */
  Optional<String> whyNot(Row row) {
    if (!groups.isWithheld(columns(row), values(row))) {
      return Optional.empty();
    }
    String what = isOfAll(row) ? "there are" : "the group has";
    return Optional.of(
        groups.at(columns(row), values(row)).isSmall()
            ? what + " fewer than " + minGroup + " rows"
            : Measures.BESIDE_SMALL);
  }
}
