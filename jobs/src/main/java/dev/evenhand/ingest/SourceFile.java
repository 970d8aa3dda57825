package dev.evenhand.ingest;

import dev.evenhand.base.DataProblem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that a source is read from.
 *
 * @param path with its scheme
 * @param name its place relative to the data folder, which the lake's rows carry
 * @param modifiedAt milliseconds since 1970
 */
record SourceFile(Path path, String name, long bytes, long modifiedAt) {

  /** The files of a file, folder or glob, by name; hidden ones (_ or . in front) are left out. */
  static List<SourceFile> list(String source, String location, String data, Configuration conf) {
    try {
      Path pattern = new Path(location);
      FileSystem system = pattern.getFileSystem(conf);
      FileStatus[] found = system.globStatus(pattern);
      List<FileStatus> files = new ArrayList<>();
      for (FileStatus status : found == null ? new FileStatus[0] : found) {
        addFiles(system, status, files);
      }
      if (files.isEmpty()) {
        throw missing(source, location);
      }
      String root = prefix(data, conf);
      return files.stream()
          .map(file -> of(file, root))
          .sorted(Comparator.comparing(SourceFile::name))
          .toList();
    } catch (FileNotFoundException e) {
      throw missing(source, location);
    } catch (IOException e) {
      throw new UncheckedIOException("source " + source + ": " + location, e);
    }
  }

  private static void addFiles(FileSystem system, FileStatus status, List<FileStatus> files)
      throws IOException {
    if (status.isFile()) {
      files.add(status);
      return;
    }
    for (FileStatus child : system.listStatus(status.getPath())) {
      String name = child.getPath().getName();
      if (!name.startsWith("_") && !name.startsWith(".")) {
        addFiles(system, child, files);
      }
    }
  }

  private static SourceFile of(FileStatus file, String root) {
    String full = file.getPath().toString();
    String name = full.startsWith(root) ? full.substring(root.length()) : full;
    return new SourceFile(file.getPath(), name, file.getLen(), file.getModificationTime());
  }

  private static String prefix(String data, Configuration conf) throws IOException {
    Path folder = new Path(data);
    return folder.getFileSystem(conf).makeQualified(folder) + "/";
  }

  private static DataProblem missing(String source, String location) {
    return new DataProblem(
        "source " + source + ": no file at " + location + ". Correct path or data.");
  }
}
