package dev.evenhand.lake;

import dev.evenhand.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** SHA-256 over the names and contents of a folder's files, in the order of their names. */
final class FolderHash {
  private FolderHash() {}

  static String of(FileSystem system, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> found = system.listFiles(folder, true);
    while (found.hasNext()) {
      Path file = found.next().getPath();
      if (!file.getName().endsWith(".crc")) {
        files.add(file);
      }
    }
    files.sort(Comparator.comparing(Path::toString));
    StringBuilder content = new StringBuilder();
    int prefix = folder.toUri().getPath().length();
    for (Path file : files) {
      try (InputStream in = system.open(file)) {
        content.append(file.toUri().getPath().substring(prefix)).append(' ');
        content.append(Sha256.of(in)).append('\n');
      }
    }
    return Sha256.of(content.toString());
  }
}
