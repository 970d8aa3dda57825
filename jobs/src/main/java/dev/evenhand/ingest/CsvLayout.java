package dev.evenhand.ingest;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a separated file in its own order.
 *
 * @param columns empty where the schema does not know the column
 * @param unknown the names of those
 * @param headerLines lines up to the header's end; 0 without one
 */
record CsvLayout(List<Optional<SourceColumn>> columns, List<String> unknown, int headerLines) {
  CsvLayout {
    columns = List.copyOf(columns);
    unknown = List.copyOf(unknown);
  }

  int size() {
    return columns.size();
  }

  int indexOf(SourceColumn column) {
    return columns.indexOf(Optional.of(column));
  }

  /** The name of a column while it is parsed: whatever stands in the header can't disturb. */
  static String field(int index) {
    return "_" + index;
  }

  /** What a line is parsed to: those columns that are asked for typed, the others as text. */
  StructType parsedAs(IntPredicate isTyped) {
    StructType fields = new StructType();
    for (int i = 0; i < size(); i++) {
      DataType type = columns.get(i).map(SourceColumn::type).orElse(DataTypes.StringType);
      fields = fields.add(field(i), isTyped.test(i) ? type : DataTypes.StringType);
    }
    return fields.add(TextForm.CORRUPT, DataTypes.StringType);
  }
}
