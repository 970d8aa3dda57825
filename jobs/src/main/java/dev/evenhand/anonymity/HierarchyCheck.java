package dev.evenhand.anonymity;

import dev.evenhand.base.DataProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/** Whether hierarchies hold all values of their columns; messages count values and name none. */
final class HierarchyCheck {
  private HierarchyCheck() {}

  static void values(
      QuasiIdentifier quasiIdentifier, List<String> leaves, List<Row> counts, int at) {
    refuseMissing(quasiIdentifier, new HashSet<>(leaves), counts, row -> row.getString(at));
  }

  /** Numbers become intervals, but a hierarchy that is given must fit them as well. */
  static void numbers(QuasiIdentifier quasiIdentifier, Hierarchy tree, List<Row> counts, int at) {
    Set<Object> leaves = new HashSet<>();
    for (String leaf : tree.leaves()) {
      try {
        leaves.add(Double.valueOf(leaf));
      } catch (NumberFormatException e) {
        leaves.add(leaf);
      }
    }
    refuseMissing(
        quasiIdentifier, leaves, counts, row -> row.isNullAt(at) ? "" : row.getDouble(at));
  }

  private static void refuseMissing(
      QuasiIdentifier quasiIdentifier,
      Set<?> leaves,
      List<Row> counts,
      Function<Row, Object> value) {
    Set<Object> missing = new HashSet<>();
    long rows = 0;
    for (Row row : counts) {
      Object found = value.apply(row);
      if (!leaves.contains(found)) {
        missing.add(found);
        rows += row.<Long>getAs(TupleReader.ROWS);
      }
    }
    if (!missing.isEmpty()) {
      String empty = missing.contains("") ? " (the empty value is one of them)" : "";
      throw new DataProblem(
          String.format(
              "The hierarchy of '%s' misses %d of the values in the table%s, in %d rows. "
                  + "Add a line for each.",
              quasiIdentifier.column(), missing.size(), empty, rows));
    }
  }
}
