package dev.evenhand.learn;

import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Schemas of stages that add a column. */
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
}
