package dev.evenhand.learn;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where a column's numbers lie: {@code (x - center) / scale} is in [-1, 1], and scale is a power of
 * two.
 */
record NumberRange(double center, double scale) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The ranges of columns, and the number of rows. */
  record Ranges(List<NumberRange> ranges, long rows) {}

  double scaled(double number) {
    return (number - center) / scale;
  }

  static NumberRange of(double low, double high) {
    double center = low / 2 + high / 2;
    double half = Math.max(high - center, center - low);
    return new NumberRange(center, half > 0 ? ExactSums.powerAbove(half) : 1);
  }

  /** Is a number, neither null nor NaN nor infinite. */
  static Column isFinite(Column number) {
    return coalesce(
        number.cast("double").between(lit(-Double.MAX_VALUE), lit(Double.MAX_VALUE)), lit(false));
  }

  /** Reads the columns once and refuses those with rows that lack a number. */
  static Ranges of(Dataset<?> rows, List<String> columns, String stage) {
    List<Column> figures = new ArrayList<>();
    for (String column : columns) {
      Column number = col(Quoted.name(column)).cast("double");
      figures.add(min(number));
      figures.add(max(number));
      figures.add(count(when(isFinite(number), 1)));
    }
    Row row = rows.agg(count(lit(1)), figures.toArray(Column[]::new)).head();
    long total = row.getLong(0);
    if (total == 0) {
      throw new DataProblem(stage + ": there is no row to learn from.");
    }
    List<NumberRange> ranges = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      long finite = row.getLong(3 * i + 3);
      if (finite < total) {
        faults.add("'" + columns.get(i) + "' in " + (total - finite));
      } else {
        ranges.add(of(row.getDouble(3 * i + 1), row.getDouble(3 * i + 2)));
      }
    }
    if (!faults.isEmpty()) {
      throw new DataProblem(
          stage
              + ": a number is null, NaN or infinite in column "
              + String.join(", ", faults)
              + " of "
              + total
              + " rows. Fill it first, as with Imputer.");
    }
    return new Ranges(ranges, total);
  }
}
