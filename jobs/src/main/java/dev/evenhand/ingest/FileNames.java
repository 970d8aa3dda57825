package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.url_decode;

import dev.evenhand.lake.table.Bronze;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;

/** The name of the file that a row was read from, relative to the data folder. */
final class FileNames {
  private FileNames() {}

  /**
   * The column {@code _file} of rows read from these files; the whole URI if they lie elsewhere.
   */
  static Column of(List<SourceFile> files) {
    Column uri = col("_metadata.file_path");
    String folder = folder(files.get(0));
    boolean isCommon = files.stream().allMatch(file -> uri(file.path()).startsWith(folder));
    Column name = isCommon ? substring(uri, folder.length() + 1, Integer.MAX_VALUE) : uri;
    boolean isEncoded = files.stream().anyMatch(file -> uri(file.path()).contains("%"));
    Column decoded = isEncoded ? url_decode(replace(name, lit("+"), lit("%2B"))) : name;
    return decoded.as(Bronze.FILE.name());
  }

  /** What stands before the file's name in its URI. */
  private static String folder(SourceFile file) {
    String uri = uri(file.path());
    return uri.substring(0, uri.length() - new Path(file.name()).toUri().toString().length());
  }

  /**
   * The spelling in {@code _metadata.file_path}: encoded, with one slash where there is no host.
   */
  private static String uri(Path path) {
    return new Path(path.toString()).toUri().toString();
  }
}
