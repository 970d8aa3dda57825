package dev.evenhand.lake;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Delta's log on a local file system, safe for several processes.
 *
 * <p>Delta's own store checks and then renames, so two processes may both believe that they wrote
 * version 7 and one commit is lost. Here the finished file is linked to its name, which the
 * operating system refuses if the name is taken.
 */
public final class PosixLogStore extends HadoopFileSystemLogStore {
  public PosixLogStore(Configuration configuration) {
    super(configuration);
  }

  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
      throws IOException {
    java.nio.file.Path target = Paths.get(path.toUri().getPath());
    Files.createDirectories(target.getParent());
    java.nio.file.Path written =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      write(written, actions);
      publish(written, target, overwrite);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static void write(java.nio.file.Path file, Iterator<String> actions) throws IOException {
    try (var writer =
        Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
      while (actions.hasNext()) {
        writer.write(actions.next());
        writer.write('\n');
      }
    }
  }

  private static void publish(
      java.nio.file.Path written, java.nio.file.Path target, boolean overwrite) throws IOException {
    // A checksum left by Hadoop for an older file of this name would make the new one unreadable.
    Files.deleteIfExists(new File(target.getParent().toFile(), crc(target)).toPath());
    if (overwrite) {
      Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    try {
      Files.createLink(target, written);
    } catch (FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  private static String crc(java.nio.file.Path target) {
    return "." + target.getFileName() + ".crc";
  }

  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return false;
  }
}
