package dev.evenhand.vector;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.map_keys;

import dev.evenhand.lake.table.FeatureRows;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The names of the numeric and categorical features that rows carry, in alphabetical order. */
public record FeatureNames(List<String> numbers, List<String> categories) {

  public static FeatureNames of(Dataset<Row> rows) {
    return new FeatureNames(
        keys(rows, FeatureRows.NUMBERS.column()), keys(rows, FeatureRows.CATEGORIES.column()));
  }

  private static List<String> keys(Dataset<Row> rows, Column map) {
    return rows.select(explode(map_keys(map)).as("name"))
        .agg(array_sort(collect_set(col("name"))))
        .head()
        .getList(0);
  }
}
