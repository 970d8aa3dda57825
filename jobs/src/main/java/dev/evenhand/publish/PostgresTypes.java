package dev.evenhand.publish;

import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** The types of PostgreSQL, as its catalog writes them, that hold what the lake's types hold. */
final class PostgresTypes {
  private static final String JSON = "jsonb";
  private static final Map<DataType, String> SIMPLE =
      Map.of(
          DataTypes.StringType, "text",
          DataTypes.BooleanType, "boolean",
          DataTypes.ShortType, "smallint",
          DataTypes.IntegerType, "integer",
          DataTypes.LongType, "bigint",
          DataTypes.DoubleType, "double precision",
          DataTypes.TimestampType, "timestamp with time zone",
          DataTypes.DateType, "date",
          DataTypes.BinaryType, "bytea");

  private PostgresTypes() {}

  static String of(DataType type) {
    if (type instanceof DecimalType decimal) {
      return "numeric(%d,%d)".formatted(decimal.precision(), decimal.scale());
    }
    if (isList(type)) {
      return "text[]";
    }
    return SIMPLE.getOrDefault(type, JSON);
  }

  /** Whether values go over as JSON: maps, and whatever has parts. */
  static boolean isJson(DataType type) {
    return of(type).equals(JSON);
  }

  private static boolean isList(DataType type) {
    return type instanceof ArrayType array && array.elementType().equals(DataTypes.StringType);
  }
}
