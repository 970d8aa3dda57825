package dev.evenhand.pseudonym;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.table.Bronze;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * Sensitive columns of a source: AES-GCM, with the table, the column and the row's key as
 * associated data, so that a value opens in its own place alone.
 */
public final class SealedColumns {
  private static final String SEPARATOR = "\u0000";

  private SealedColumns() {}

  /**
   * A column's values, sealed.
   *
   * @param key the columns that identify the row, as they land
   */
  public static Column sealed(
      Pseudonyms pseudonyms, String table, String column, List<String> key) {
    return pseudonyms.sealed(
        col(Quoted.name(column)).cast("string").cast("binary"), context(table, column, key));
  }

  /** Rows of a table with its sealed columns opened, as text. */
  public static Dataset<Row> opened(Pseudonyms pseudonyms, String table, Dataset<Row> rows) {
    Dataset<Row> opened = rows;
    for (StructField field : rows.schema().fields()) {
      if (Bronze.isSealed(field)) {
        Column context = context(table, field.name(), Bronze.sealedFor(field));
        opened =
            opened.withColumn(
                field.name(),
                pseudonyms.opened(col(Quoted.name(field.name())), context).cast("string"));
      }
    }
    return opened;
  }

  private static Column context(String table, String column, List<String> key) {
    List<Column> parts = new ArrayList<>(List.of(lit(table), lit(column)));
    for (String part : key) {
      parts.add(coalesce(col(Quoted.name(part)).cast("string"), lit("")));
    }
    return concat_ws(SEPARATOR, parts.toArray(Column[]::new));
  }
}
