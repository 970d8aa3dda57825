package dev.evenhand.lake;

import dev.evenhand.base.Quoted;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/** A column of a table: its name, type, whether it may be null, and what it means with its unit. */
public record Field(String name, DataType type, boolean isNullable, String comment) {

  public static Field required(String name, DataType type, String comment) {
    return new Field(name, type, false, comment);
  }

  public static Field optional(String name, DataType type, String comment) {
    return new Field(name, type, true, comment);
  }

  public Column column() {
    return functions.col(Quoted.name(name));
  }

  /** Of rows that an older version may have written without it: null in each, then. */
  public Column in(Dataset<Row> rows) {
    return List.of(rows.columns()).contains(name)
        ? column()
        : functions.lit(null).cast(type).as(name);
  }

  StructField structField() {
    Metadata metadata = new MetadataBuilder().putString("comment", comment).build();
    return new StructField(name, type, isNullable, metadata);
  }
}
