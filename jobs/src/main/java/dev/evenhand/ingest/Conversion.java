package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.convert_timezone;
import static org.apache.spark.sql.functions.is_valid_utf8;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.time.ZoneId;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * How a typed value becomes the schema's type.
 *
 * <p>Whole numbers and decimals become any number that holds them, row by row; a timestamp without
 * a zone is one of the source's zone. Everything else must be of the type already: a text that
 * should be a number is a changed source.
 *
 * @param value the converted column
 * @param fault not null where a row's value does not fit
 */
record Conversion(Column value, Column fault) {

  /** Nothing if the type found can't become the column's type. */
  static Optional<Conversion> of(SourceColumn column, Column found, DataType type, ZoneId zone) {
    if (column.identifier().isPresent() && !(type instanceof StringType)) {
      return Optional.of(lossless(found.cast(DataTypes.StringType)));
    }
    if (type.equals(column.type())) {
      boolean isText = type instanceof StringType;
      Column broken = when(not(is_valid_utf8(found)), column.name() + ": " + Faults.NOT_UTF8);
      return Optional.of(isText ? new Conversion(found, broken) : lossless(found));
    }
    if (type instanceof TimestampNTZType && column.type() instanceof TimestampType) {
      return Optional.of(lossless(atZone(found, zone)));
    }
    return isNumberThatMayFit(type, column.type())
        ? Optional.of(number(column, found))
        : Optional.empty();
  }

  private static Conversion number(SourceColumn column, Column found) {
    Column value = found.try_cast(column.type());
    Column isLost = found.isNotNull().and(value.isNull());
    return new Conversion(value, when(isLost, Faults.outOfRange(column)));
  }

  private static Conversion lossless(Column value) {
    return new Conversion(value, lit(null).cast(DataTypes.StringType));
  }

  /** The session's zone is UTC, so the shifted wall clock is the instant. */
  private static Column atZone(Column wallClock, ZoneId zone) {
    return convert_timezone(lit(zone.getId()), lit("UTC"), wallClock).cast(DataTypes.TimestampType);
  }

  private static boolean isNumberThatMayFit(DataType found, DataType wanted) {
    boolean isExact = found instanceof IntegralType || found instanceof DecimalType;
    if (!isExact) {
      return found.equals(DataTypes.FloatType) && wanted.equals(DataTypes.DoubleType);
    }
    boolean isWhole = found instanceof IntegralType || scale(found) == 0;
    return wanted instanceof NumericType && (isWhole || wanted instanceof FractionalType);
  }

  private static int scale(DataType type) {
    return type instanceof DecimalType decimal ? decimal.scale() : 0;
  }
}
