package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;

/** What is said of values that are not of their column's type; never the value. */
final class Faults {
  static final String NOT_UTF8 = "invalid UTF-8";

  private static final String INTEGER = "[+-]?[0-9]+";
  private static final String NUMBER = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?";

  private Faults() {}

  /** Why a text is no value of the column's type. */
  static Column of(SourceColumn column, Column text) {
    String notThat = column.name() + ": not " + withArticle(column.type());
    if (!(column.type() instanceof NumericType)) {
      return lit(notThat);
    }
    String digits = column.type() instanceof IntegralType ? INTEGER : NUMBER;
    return when(trim(text).rlike("^" + digits + "$"), outOfRange(column)).otherwise(notThat);
  }

  static Column outOfRange(SourceColumn column) {
    return lit(column.name() + ": out of range for " + column.type().sql());
  }

  /** Those that are not null, in order, or {@code none} if all are. */
  static Column join(List<Column> faults, Column none) {
    if (faults.isEmpty()) {
      return none;
    }
    Column all = array_join(array_compact(array(faults.toArray(Column[]::new))), "; ");
    return coalesce(nullif(all, lit("")), none);
  }

  private static String withArticle(DataType type) {
    String name = type.sql();
    return ("AEIOU".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }
}
