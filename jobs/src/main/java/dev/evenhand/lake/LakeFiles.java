package dev.evenhand.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.util.FileNames;

/** The lake as a folder of a Hadoop file system. */
public final class LakeFiles {
  private final Configuration configuration;
  private final String root;

  LakeFiles(Configuration configuration, String root) {
    this.configuration = configuration;
    this.root = qualified(configuration, root);
  }

  /** The lake's place, with scheme and without a slash at its end. */
  public String root() {
    return root;
  }

  /** A place under the lake for what is not a table, for example {@code models/demo}. */
  public String place(String relative) {
    return root + "/" + relative;
  }

  public boolean exists(String path) {
    return io(() -> fileSystem(path).exists(new Path(path)));
  }

  /**
   * Whether a folder is a Delta table: its log has a commit or a checkpoint. A process that was
   * killed while it made the table leaves an empty log.
   */
  boolean isTable(String path) {
    return io(
        () -> {
          try {
            var log = fileSystem(path).listStatusIterator(new Path(path, "_delta_log"));
            while (log.hasNext()) {
              Path file = log.next().getPath();
              if (FileNames.isDeltaFile(file) || FileNames.isCheckpointFile(file)) {
                return true;
              }
            }
            return false;
          } catch (FileNotFoundException e) {
            return false;
          }
        });
  }

  /** The names of the folders in a folder, in order; none where it does not exist. */
  public List<String> folders(String path) {
    if (!exists(path)) {
      return List.of();
    }
    return io(
        () ->
            Arrays.stream(fileSystem(path).listStatus(new Path(path)))
                .filter(FileStatus::isDirectory)
                .map(status -> status.getPath().getName())
                .sorted()
                .toList());
  }

  /** The names of the leases that were ever taken on this lake, on a local file system. */
  public List<String> leases() {
    return files(place("_leases")).keySet().stream()
        .map(file -> new Path(file).getName())
        .filter(name -> name.endsWith(FileLease.SUFFIX))
        .map(name -> name.substring(0, name.length() - FileLease.SUFFIX.length()))
        .toList();
  }

  /** Every file under a folder with its size; none where it does not exist. */
  public Map<String, Long> files(String path) {
    Map<String, Long> sizes = new TreeMap<>();
    return io(
        () -> {
          try {
            var all = fileSystem(path).listFiles(new Path(path), true);
            while (all.hasNext()) {
              var file = all.next();
              sizes.put(file.getPath().toString(), file.getLen());
            }
            return sizes;
          } catch (FileNotFoundException e) {
            return sizes;
          }
        });
  }

  public void delete(String path) {
    delete(new Path(path));
  }

  void delete(Path path) {
    io(() -> path.getFileSystem(configuration).delete(path, true));
  }

  /** Writes a text file in UTF-8; one that is there is replaced. */
  public void writeText(String path, String text) {
    io(
        () -> {
          try (FSDataOutputStream out = fileSystem(path).create(new Path(path), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
          }
          return null;
        });
  }

  public String readText(String path) {
    return io(
        () -> {
          try (var in = fileSystem(path).open(new Path(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          }
        });
  }

  /** The hash of a folder's files, by name and content; checksum files of Hadoop aside. */
  public String sha256(String relative) {
    return io(() -> FolderHash.of(fileSystem(place(relative)), new Path(place(relative))));
  }

  FileSystem fileSystem(String path) {
    return io(() -> new Path(path).getFileSystem(configuration));
  }

  private static String qualified(Configuration configuration, String root) {
    return io(
        () -> {
          Path path = new Path(root);
          FileSystem system = path.getFileSystem(configuration);
          String text = system.makeQualified(path).toString();
          return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        });
  }

  interface Io<T> {
    T run() throws IOException;
  }

  static <T> T io(Io<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
