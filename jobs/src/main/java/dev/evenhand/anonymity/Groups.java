package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The groups of people that a column tells apart: few, or it tells of persons. */
public final class Groups {
  private static final int MOST = 1000;

  private Groups() {}

  /** The group of a row; '' where it is missing. */
  static Column of(String column) {
    return coalesce(QuasiIdentifier.named(column).cast("string"), lit(""));
  }

  /** The rows of each group, in the order of their names. */
  static Map<String, Long> sizes(Dataset<Row> rows, String column) {
    Dataset<Row> groups = rows.groupBy(of(column)).agg(count(lit(1)));
    Map<String, Long> sizes = new TreeMap<>();
    groups
        .limit(MOST + 1)
        .collectAsList()
        .forEach(row -> sizes.put(row.getString(0), row.getLong(1)));
    if (sizes.size() > MOST) {
      throw new DataProblem(
          "Column '%s' has %,d groups, at most %,d can count alike. Name a column of fewer groups."
              .formatted(column, groups.count(), MOST));
    }
    return sizes;
  }

  /**
   * Refuses a column that is none of groups.
   *
   * @throws DataProblem if it has too many values
   */
  public static void requireFew(Dataset<Row> rows, String column) {
    long groups = rows.select(of(column)).distinct().count();
    if (groups > MOST) {
      throw new DataProblem(
          "Column '%s' has %,d groups, at most %,d can be compared. Name a column of fewer groups."
              .formatted(column, groups, MOST));
    }
  }
}
