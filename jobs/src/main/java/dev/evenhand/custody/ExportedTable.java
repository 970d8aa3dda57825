package dev.evenhand.custody;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.not;

import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.pseudonym.Pseudonyms;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;

/**
 * A table as it leaves the lake: whoever a row is about, its decision and its order have the names
 * of the purpose, and nothing that is left out can be asked for.
 *
 * @param allowed rows of those who consent, under the names of the lake
 * @param leftOut columns, and names within maps as {@code column.name}
 */
record ExportedTable(Dataset<Row> allowed, Set<String> leftOut) {
  Dataset<Row> named(Pseudonyms pseudonyms, String purpose) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : allowed.schema().fields()) {
      String name = field.name();
      if (!leftOut.contains(name) && !name.equals(Subjects.SUBJECT_BUCKET.name())) {
        columns.add(value(field, pseudonyms, purpose).as(name));
      }
    }
    return allowed.select(columns.toArray(Column[]::new));
  }

  private Column value(StructField field, Pseudonyms pseudonyms, String purpose) {
    Column column = col(field.name());
    if (isName(field.name())) {
      return pseudonyms.exported(column, purpose, field.name());
    }
    List<String> names =
        leftOut.stream()
            .filter(each -> each.startsWith(field.name() + "."))
            .map(each -> each.substring(field.name().length() + 1))
            .toList();
    return field.dataType() instanceof MapType && !names.isEmpty()
        ? map_filter(column, (name, value) -> not(name.isin(names.toArray())))
        : column;
  }

  /** Whether a column names a subject or one row of them, and so joins two exports. */
  static boolean isName(String column) {
    return List.of(Subjects.SUBJECT_KEY.name(), Decisions.DECISION_ID.name(), Sales.ORDER_ID.name())
        .contains(column);
  }
}
