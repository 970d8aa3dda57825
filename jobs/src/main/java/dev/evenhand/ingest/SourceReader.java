package dev.evenhand.ingest;

import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A source whose columns are known and whose rows can be read, as often as needed.
 *
 * <p>Rows have the schema's columns (identifiers still raw), {@code _file}, {@code _ordinal}, and
 * LINE, PLACE, RAW, MALFORMED and FAULT of {@link Working}; what isn't selected is not computed.
 */
interface SourceReader {
  SourceSchema schema();

  /** Columns of the source that its schema does not know; they are reported and ignored. */
  List<String> newColumns();

  /** What can be read: the files, or nothing where the source has none. */
  List<SourceFile> files();

  /** The rows of some of the files, or all rows of a source without files. */
  Dataset<Row> rows(List<SourceFile> some, Places places);

  /** Whether rows have places, so that marked ones can be found again. */
  default boolean hasPlaces() {
    return false;
  }

  /** Whether no two rows of some files share a place. */
  default boolean hasOwnPlaces(List<SourceFile> some) {
    return hasPlaces();
  }

  /** The marked rows of some files; all rows where they have no places. */
  default Dataset<Row> marked(
      List<SourceFile> some, Broadcast<Roaring64Bitmap> marks, Places places) {
    return rows(some, places);
  }

  /** The raw identifiers alone, of rows good and bad, read as cheaply as the format allows. */
  default Dataset<Row> identifiers(List<SourceFile> some) {
    return rows(some, Places.IF_CHEAP)
        .select(schema().identifiers().stream().map(SourceColumn::column).toArray(Column[]::new));
  }

  /** Looks at a source without reading its rows; refuses one that is not as its schema says. */
  static SourceReader open(Origin origin) {
    return switch (origin.source().format()) {
      case CSV -> CsvOpening.open(origin);
      case JSON -> JsonReader.open(origin);
      case PARQUET -> ParquetReader.open(origin);
      case DELTA -> DeltaReader.open(origin);
      case JDBC -> JdbcReader.open(origin);
    };
  }
}
