package dev.evenhand.lake;

import static dev.evenhand.lake.LakeFiles.io;

import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.delta.util.FileNames;

/**
 * The files of a table's log: commits, checkpoints and what belongs to them.
 *
 * <p>Delta's own cleanup of a log goes by whole days, and leaves what must go at once.
 *
 * @param beside files in folders of the log that were there when it was looked at: parts of
 *     checkpoints, staged commits
 */
record LogFiles(FileSystem system, Path log, List<Path> beside) {
  private static final String LAST_CHECKPOINT = "_last_checkpoint";

  /** The log as it is before its newest checkpoint is written. */
  static LogFiles in(LakeFiles files, Path log) {
    FileSystem system = files.fileSystem(log.toString());
    List<Path> beside = new ArrayList<>();
    for (FileStatus folder : statuses(system, log)) {
      if (folder.isDirectory()) {
        beside.addAll(within(system, folder.getPath()));
      }
    }
    return new LogFiles(system, log, beside);
  }

  /**
   * Deletes all that a reader of this version, of which there is a checkpoint, does not need:
   * earlier commits and checkpoints, their parts, and what killed writers left behind.
   */
  void deleteBefore(long version) {
    for (FileStatus file : statuses(system, log)) {
      if (file.isFile() && !isNeeded(file.getPath(), version)) {
        delete(file.getPath());
      }
    }
    beside.forEach(this::delete);
  }

  private static boolean isNeeded(Path file, long version) {
    if (file.getName().equals(LAST_CHECKPOINT)) {
      return true;
    }
    if (FileNames.isCompactedDeltaFile(file)) {
      return (long) FileNames.compactedDeltaVersions(file)._1() >= version;
    }
    boolean isVersioned =
        FileNames.isDeltaFile(file)
            || FileNames.isCheckpointFile(file)
            || FileNames.isChecksumFile(file);
    return isVersioned && FileNames.getFileVersion(file) >= version;
  }

  private void delete(Path file) {
    io(() -> system.delete(file, false));
  }

  private static List<FileStatus> statuses(FileSystem system, Path folder) {
    return io(
        () -> {
          try {
            return List.of(system.listStatus(folder));
          } catch (FileNotFoundException e) {
            return List.of();
          }
        });
  }

  private static List<Path> within(FileSystem system, Path folder) {
    return io(
        () -> {
          List<Path> found = new ArrayList<>();
          RemoteIterator<LocatedFileStatus> each = system.listFiles(folder, true);
          while (each.hasNext()) {
            found.add(each.next().getPath());
          }
          return found;
        });
  }
}
