package dev.evenhand.ingest;

import dev.evenhand.lake.Lake;
import java.util.List;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What one run reads of a source, and which rows of bronze that replaces.
 *
 * @param files none if there is nothing new
 * @param replaces a predicate on the pipeline's rows in bronze
 * @param isWhole whether it is the whole source, which must not be empty
 * @param hashes SHA-256 by the files' names, where files are remembered
 */
record Selection(
    SourceReader reader,
    List<SourceFile> files,
    String replaces,
    boolean isWhole,
    Map<String, String> hashes) {

  static Selection whole(SourceReader reader) {
    return new Selection(reader, reader.files(), Lake.ALL, true, Map.of());
  }

  boolean isNothing() {
    return files.isEmpty();
  }

  Dataset<Row> rows(Places places) {
    return reader.rows(files, places);
  }

  Dataset<Row> marked(Broadcast<Roaring64Bitmap> marks, Places places) {
    return reader.marked(files, marks, places);
  }

  /** Whether each row has a place of its own. */
  boolean hasOwnPlaces() {
    return reader.hasOwnPlaces(files);
  }

  Dataset<Row> identifiers() {
    return reader.identifiers(files);
  }
}
