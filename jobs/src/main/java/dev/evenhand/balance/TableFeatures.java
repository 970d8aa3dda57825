package dev.evenhand.balance;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.table.FeatureRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of any table as features: numbers where every value is one, categories otherwise.
 * Nested columns are none.
 */
public final class TableFeatures {
  private TableFeatures() {}

  /**
   * The table with the maps {@code numbers} and {@code categories}.
   *
   * @param others columns that are no features, such as the label and the protected ones
   */
  public static Dataset<Row> of(Dataset<Row> rows, Set<String> others) {
    List<String> names =
        Arrays.stream(rows.schema().fields())
            .filter(field -> !others.contains(field.name()))
            .filter(field -> !(field.dataType() instanceof StructType))
            .filter(field -> !(field.dataType() instanceof ArrayType))
            .filter(field -> !(field.dataType() instanceof MapType))
            .map(field -> field.name())
            .toList();
    List<Column> numbers = new ArrayList<>();
    List<Column> categories = new ArrayList<>();
    Row counts = rows.select(counts(names)).head();
    for (int i = 0; i < names.size(); i++) {
      boolean isNumber = counts.getLong(2 * i) == counts.getLong(2 * i + 1);
      (isNumber ? numbers : categories).add(lit(names.get(i)));
      (isNumber ? numbers : categories).add(isNumber ? number(names.get(i)) : text(names.get(i)));
    }
    return rows.withColumns(
        Map.of(
            FeatureRows.NUMBERS.name(), map(numbers, "map<string,double>"),
            FeatureRows.CATEGORIES.name(), map(categories, "map<string,string>")));
  }

  /** Of each column how many values there are, and how many are numbers. */
  private static Column[] counts(List<String> names) {
    List<Column> counts = new ArrayList<>();
    for (String name : names) {
      counts.add(count(text(name)));
      counts.add(count(number(name)));
    }
    counts.add(count(lit(1))); // of a table without features something is selected, too
    return counts.toArray(Column[]::new);
  }

  private static Column map(List<Column> entries, String type) {
    return org.apache.spark.sql.functions.map(entries.toArray(Column[]::new)).cast(type);
  }

  private static Column number(String name) {
    return trim(text(name)).try_cast("double");
  }

  private static Column text(String name) {
    return col(Quoted.name(name)).cast("string");
  }
}
