package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  private static final int MOST_GROUPS = 1000;

  private GroupWeights() {}

  /** A LONG for each row; null where no column is named, every row counts alike. */
  static Column of(Dataset<Row> rows, List<String> columns) {
    if (columns.isEmpty()) {
      return null;
    }
    Column[] groups = columns.stream().map(GroupWeights::group).toArray(Column[]::new);
    List<Row> counts = rows.groupBy(groups).agg(count(lit(1))).collectAsList();
    Column sum = lit(0L);
    for (int at = 0; at < groups.length; at++) {
      Map<String, Long> sizes = new TreeMap<>();
      for (Row row : counts) {
        sizes.merge(row.getString(at), row.getLong(groups.length), Long::sum);
      }
      if (sizes.size() > MOST_GROUPS) {
        throw new DataProblem(
            "Column '%s' has %,d groups, at most %,d can count alike. Name a column of fewer groups."
                .formatted(columns.get(at), sizes.size(), MOST_GROUPS));
      }
      sum = sum.plus(element_at(weights(sizes, groups.length), groups[at]));
    }
    return sum;
  }

  private static Column group(String column) {
    return coalesce(QuasiIdentifier.named(column).cast("string"), lit(""));
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
