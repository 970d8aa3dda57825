package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a source from a value of its watermark column on. The value itself is read again,
 * since rows that share it may have come later; so are rows without a value.
 */
record SinceReader(SourceReader all, String watermark, Object value) implements SourceReader {
  @Override
  public SourceSchema schema() {
    return all.schema();
  }

  @Override
  public List<String> newColumns() {
    return all.newColumns();
  }

  @Override
  public List<SourceFile> files() {
    return all.files();
  }

  @Override
  public Dataset<Row> rows(List<SourceFile> some, Places places) {
    Column column = SourceColumn.named(watermark);
    return all.rows(some, places).filter(column.isNull().or(column.geq(lit(value))));
  }
}
