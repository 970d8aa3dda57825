package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.url_decode;

import dev.evenhand.lake.table.Bronze;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;

/** The name of the file that a row was read from, relative to the data folder. */
final class FileNames {
  private FileNames() {}

  /** The column {@code _file} of rows of these files; all of them lie under data, or none does. */
  static Column of(List<SourceFile> files, String data, Configuration conf) {
    String root = new Path(SourceFile.root(data, conf)).toUri() + "/";
    List<String> uris = files.stream().map(file -> file.path().toUri().toString()).toList();
    Column uri = col("_metadata.file_path");
    Column name =
        uris.stream().allMatch(each -> each.startsWith(root))
            ? substring(uri, root.length() + 1, Integer.MAX_VALUE)
            : uri;
    boolean isEncoded = uris.stream().anyMatch(each -> each.contains("%"));
    Column decoded = isEncoded ? url_decode(replace(name, lit("+"), lit("%2B"))) : name;
    return decoded.as(Bronze.FILE.name());
  }
}
