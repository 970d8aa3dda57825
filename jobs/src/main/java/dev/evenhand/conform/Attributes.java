package dev.evenhand.conform;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.unix_micros;

import dev.evenhand.base.Quoted;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * The columns of a query that are not canonical, as one map of numbers and one of categories.
 *
 * <p>Numbers, dates and timestamps (as days since 1970-01-01) are numbers; everything else is a
 * category under its text. A missing value has no entry.
 */
final class Attributes {
  private static final double MICROS_A_DAY = 86_400e6;

  private Attributes() {}

  static Column numbers(StructType schema, Set<String> canonical) {
    List<StructField> own = own(schema, canonical).filter(f -> isNumber(f.dataType())).toList();
    return map(own, "double", own.stream().map(Attributes::number).toArray(Column[]::new));
  }

  static Column categories(StructType schema, Set<String> canonical) {
    List<StructField> own = own(schema, canonical).filter(f -> !isNumber(f.dataType())).toList();
    return map(own, "string", texts(own));
  }

  /** All of them as texts. */
  static Column texts(StructType schema, Set<String> canonical) {
    List<StructField> own = own(schema, canonical).toList();
    return map(own, "string", texts(own));
  }

  private static Column[] texts(List<StructField> fields) {
    return fields.stream().map(f -> quoted(f).cast("string")).toArray(Column[]::new);
  }

  private static Stream<StructField> own(StructType schema, Set<String> canonical) {
    return Arrays.stream(schema.fields())
        .filter(field -> !canonical.contains(field.name()))
        .sorted(Comparator.comparing(StructField::name));
  }

  private static Column map(List<StructField> fields, String type, Column[] values) {
    if (fields.isEmpty()) {
      DataType valueType = type.equals("double") ? DataTypes.DoubleType : DataTypes.StringType;
      return org.apache
          .spark
          .sql
          .functions
          .map()
          .cast(DataTypes.createMapType(DataTypes.StringType, valueType));
    }
    Column names = array(fields.stream().map(f -> lit(f.name())).toArray(Column[]::new));
    return map_filter(map_from_arrays(names, array(values)), (name, value) -> value.isNotNull());
  }

  private static Column number(StructField field) {
    Column column = quoted(field);
    if (field.dataType() instanceof TimestampType) {
      return unix_micros(column).divide(lit(MICROS_A_DAY));
    }
    if (field.dataType() instanceof DateType) {
      return org.apache.spark.sql.functions.unix_date(column).cast("double");
    }
    return column.cast("double");
  }

  private static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof DateType || type instanceof TimestampType;
  }

  private static Column quoted(StructField field) {
    return col(Quoted.name(field.name()));
  }
}
