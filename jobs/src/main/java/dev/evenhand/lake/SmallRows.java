package dev.evenhand.lake;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Brings a small result to the driver in order: some rows a model, a gate or a group, never rows of
 * data.
 *
 * <p>They are sorted in one partition: {@code orderBy} would first sample them and then shuffle
 * them by range, two more jobs for a handful of rows.
 */
public final class SmallRows {
  private SmallRows() {}

  /** The rows in the order of the columns, the first one first. */
  public static List<Row> sorted(Dataset<Row> rows, Column... by) {
    return rows.coalesce(1).sortWithinPartitions(by).collectAsList();
  }

  /** The rows in the order of the named columns. */
  public static List<Row> sorted(Dataset<Row> rows, String... by) {
    return sorted(rows, Arrays.stream(by).map(name -> col(name)).toArray(Column[]::new));
  }
}
