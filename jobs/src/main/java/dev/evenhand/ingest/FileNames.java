package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.url_decode;

import dev.evenhand.lake.table.Bronze;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/** The name of the file that a row was read from, relative to the data folder. */
final class FileNames {
  private FileNames() {}

  /**
   * The column {@code _file} of rows read from these files; the whole URI if they lie elsewhere.
   */
  static Column of(List<SourceFile> files) {
    return of(col("_metadata.file_path"), files, FileNames::uri);
  }

  /** The same of {@code input_file_name()}, which costs less: rows don't carry it. */
  static Column ofInput(List<SourceFile> files) {
    return of(input_file_name(), files, path -> withAuthority(uri(path)));
  }

  private static Column of(Column uri, List<SourceFile> files, Function<Path, String> spelling) {
    String folder = folder(files.get(0), spelling);
    boolean isCommon =
        files.stream().allMatch(file -> spelling.apply(file.path()).startsWith(folder));
    Column name = isCommon ? without(folder, uri) : uri;
    boolean isEncoded = files.stream().anyMatch(file -> uri(file.path()).contains("%"));
    Column decoded = isEncoded ? url_decode(replace(name, lit("+"), lit("%2B"))) : name;
    return decoded.as(Bronze.FILE.name());
  }

  /** By bytes, which need not be counted as letters must, in every row. */
  private static Column without(String folder, Column uri) {
    int bytes = folder.getBytes(StandardCharsets.UTF_8).length;
    return substring(uri.cast(DataTypes.BinaryType), bytes + 1, Integer.MAX_VALUE)
        .cast(DataTypes.StringType);
  }

  /** What stands before the file's name in its URI. */
  private static String folder(SourceFile file, Function<Path, String> spelling) {
    String uri = spelling.apply(file.path());
    return uri.substring(0, uri.length() - new Path(file.name()).toUri().toString().length());
  }

  /**
   * The spelling in {@code _metadata.file_path}: encoded, with one slash where there is no host.
   */
  private static String uri(Path path) {
    return new Path(path.toString()).toUri().toString();
  }

  /** The spelling of {@code input_file_name()}: three slashes where there is no host. */
  private static String withAuthority(String uri) {
    return uri.replaceFirst("^([a-z0-9]+):/(?!/)", "$1:///");
  }
}
