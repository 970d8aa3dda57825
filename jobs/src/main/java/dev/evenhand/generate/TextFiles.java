package dev.evenhand.generate;

import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The folder of a warehouse, on any Hadoop file system. What Spark writes goes to a folder of its
 * own first; its parts then get their names. The truth file is written last: it marks a whole
 * warehouse.
 */
final class TextFiles {
  static final String TRUTH = "truth.json";
  private static final String MAKING = "_making";

  private final Path root;
  private final FileSystem files;

  TextFiles(String out, Configuration configuration) {
    this.root = new Path(out);
    try {
      this.files = root.getFileSystem(configuration);
    } catch (IOException e) {
      throw new DataProblem(
          "--out %s: no such file system (%s). Name a folder that can be written."
              .formatted(out, e.getMessage()),
          e);
    }
  }

  /** Refuses a folder that holds anything else; a warehouse made before is made anew. */
  void begin() {
    try {
      boolean isThere = files.exists(root);
      if (isThere && !files.getFileStatus(root).isDirectory()) {
        throw new DataProblem("--out %s is a file. Name a folder.".formatted(root));
      }
      if (isThere && files.listStatus(root).length > 0 && !isOurs()) {
        throw new DataProblem(
            "--out %s holds other files. Name a new folder or an earlier sample warehouse."
                .formatted(root));
      }
      files.mkdirs(new Path(root, MAKING));
      files.delete(new Path(root, TRUTH), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void end(String truth) {
    try {
      files.delete(new Path(root, MAKING), true);
      write(TRUTH, truth);
      dropChecksums();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Hadoop keeps beside a local file would make one that someone edits unreadable. */
  private void dropChecksums() throws IOException {
    if (files instanceof ChecksumFileSystem checked) {
      RemoteIterator<LocatedFileStatus> all = files.listFiles(root, true);
      while (all.hasNext()) {
        checked.getRawFileSystem().delete(checked.getChecksumFile(all.next().getPath()), false);
      }
    }
  }

  /** One file. */
  void write(String name, String text) {
    try (OutputStream out = files.create(new Path(root, name), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One file from lines of one partition. */
  void write(String name, Dataset<Row> lines) {
    move(parts(name, lines, "none"), List.of(name));
  }

  /** A folder with a file for each partition: name/name-00000.csv … */
  void writeFolder(String name, Dataset<Row> lines, WarehouseSpec.Packing packing) {
    boolean isPacked = packing == WarehouseSpec.Packing.GZIP;
    FileStatus[] parts = parts(name, lines, isPacked ? "gzip" : "none");
    String suffix = isPacked ? ".csv.gz" : ".csv";
    List<String> names =
        IntStream.range(0, parts.length)
            .mapToObj(i -> "%s/%s-%05d%s".formatted(name, name, i, suffix))
            .toList();
    try {
      files.delete(new Path(root, name), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    move(parts, names);
  }

  private boolean isOurs() throws IOException {
    return files.exists(new Path(root, TRUTH)) || files.exists(new Path(root, MAKING));
  }

  private FileStatus[] parts(String name, Dataset<Row> lines, String compression) {
    Path making = new Path(new Path(root, MAKING), name.replace('/', '-'));
    lines.write().mode("overwrite").option("compression", compression).text(making.toString());
    try {
      FileStatus[] parts = files.listStatus(making, path -> path.getName().startsWith("part-"));
      Arrays.sort(parts);
      return parts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void move(FileStatus[] parts, List<String> names) {
    try {
      for (int i = 0; i < parts.length; i++) {
        Path target = new Path(root, names.get(i));
        files.mkdirs(target.getParent());
        files.delete(target, false);
        if (!files.rename(parts[i].getPath(), target)) {
          throw new IOException("could not name " + target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
