package dev.evenhand.learn;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Schemas of stages: columns that they need and columns that they add. */
final class Columns {
  private Columns() {}

  /** The schema with a nullable column added or replaced. */
  static StructType with(StructType schema, String name, DataType type) {
    StructField[] others =
        Arrays.stream(schema.fields())
            .filter(field -> !field.name().equals(name))
            .toArray(StructField[]::new);
    return new StructType(others).add(name, type, true);
  }

  /** Refuses a table that lacks a column which a Param names. */
  static void require(StructType schema, String name, String param) {
    if (!Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new DataProblem(
          param
              + " names column '"
              + name
              + "', which the table lacks. It has: "
              + String.join(", ", schema.fieldNames())
              + ".");
    }
  }

  /** A group's value as text; "unknown" where there is none. */
  static Column group(String name) {
    return coalesce(col(Quoted.name(name)).cast("string"), lit("unknown"));
  }

  /** The rows with columns added or replaced, all at once. */
  static Dataset<Row> replaced(Dataset<Row> rows, List<String> names, List<Column> columns) {
    Map<String, Column> added = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      added.put(names.get(i), columns.get(i).as(names.get(i)));
    }
    List<Column> all = new ArrayList<>();
    for (String name : rows.columns()) {
      Column instead = added.remove(name);
      all.add(instead == null ? rows.col(Quoted.name(name)) : instead);
    }
    all.addAll(added.values());
    return rows.select(all.toArray(Column[]::new));
  }
}
