package dev.evenhand.conform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import dev.evenhand.lake.TableContract;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Refuses rows of a table whose key occurs twice; which one is meant can't be known. */
final class UniqueKeys {
  private UniqueKeys() {}

  static void require(Dataset<Row> rows, TableContract table) {
    Column[] keys = table.keys().stream().map(key -> col(Quoted.name(key))).toArray(Column[]::new);
    long repeated = rows.groupBy(keys).agg(count(lit(1)).as("times")).filter("times > 1").count();
    if (repeated > 0) {
      throw new DataProblem(
          "conform."
              + table.table()
              + ": "
              + repeated
              + " keys ("
              + table.keys().stream().collect(Collectors.joining(", "))
              + ") occur more than once. Each may occur once; make the query choose one row, for"
              + " example by GROUP BY or by a finer key.");
    }
  }
}
