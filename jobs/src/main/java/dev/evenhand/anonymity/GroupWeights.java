package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the loss of a row counts when each group of a column counts alike, however small: rows /
 * (groups x rows of its group), the mean over the columns. All rows together count as many as there
 * are.
 *
 * <p>In whole {@link #UNITS}, so that sums don't depend on the order of addition.
 */
final class GroupWeights {
  /** Of 1, a power of two. */
  static final double UNITS = 1 << 20;

  private GroupWeights() {}

  /** A LONG for each row; null where no column is named, every row counts alike. */
  static Column of(Dataset<Row> rows, List<String> columns) {
    if (columns.isEmpty()) {
      return null;
    }
    Column sum = lit(0L);
    for (String column : columns) {
      Column weights = weights(Groups.sizes(rows, column), columns.size());
      sum = sum.plus(element_at(weights, Groups.of(column)));
    }
    return sum;
  }

  private static Column weights(Map<String, Long> sizes, int columns) {
    double all = sizes.values().stream().mapToLong(Long::longValue).sum();
    double each = UNITS * all / sizes.size() / columns;
    List<Column> entries = new ArrayList<>();
    sizes.forEach(
        (group, rows) -> {
          entries.add(lit(group));
          entries.add(lit(Math.round(each / rows)));
        });
    return map(entries.toArray(Column[]::new));
  }
}
