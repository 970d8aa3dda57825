package dev.evenhand.generate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;

/**
 * A named value of a row of a file: as text, and the type that it has in a table. Values hold no
 * comma, quote or line end, so none is quoted.
 */
record Cell(String name, Column value, String type) {
  private static final String SEPARATOR = ",";

  /** A value without a type of its own. */
  Cell(String name, Column value) {
    this(name, value, "STRING");
  }

  static Column line(List<Cell> cells) {
    return concat_ws(SEPARATOR, cells.stream().map(Cell::text).toArray(Column[]::new));
  }

  static String header(List<Cell> cells) {
    return cells.stream().map(Cell::name).collect(Collectors.joining(SEPARATOR));
  }

  static Column[] columns(List<Cell> cells) {
    return cells.stream()
        .map(cell -> cell.value.cast(cell.type).as(cell.name))
        .toArray(Column[]::new);
  }

  /** An absent value is an empty field; concat_ws alone would leave it out. */
  private Column text() {
    return coalesce(value.cast("string"), lit(""));
  }
}
