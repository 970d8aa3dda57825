package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.Arrays;
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
}
