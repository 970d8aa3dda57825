package dev.evenhand.pseudonym;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Small secret files, for their owner only (mode 600), that are there whole or not at all. */
final class OwnerFile {
  private OwnerFile() {}

  /** What is done while nobody else changes a file. */
  interface Work {
    void run() throws IOException;
  }

  /** False if another process was faster: then its file is the one. */
  static boolean make(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent(), mode("rwx------"));
    Path draft = draft(path, text);
    try {
      Files.createLink(path, draft);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.delete(draft);
    }
  }

  /** Puts a text in the place of a file's. What it said is overwritten, where disks do that. */
  static void replace(Path path, String text) throws IOException {
    Path draft = draft(path, text);
    try (RandomAccessFile old = new RandomAccessFile(path.toFile(), "rw")) {
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      old.write(new byte[(int) old.length()]);
      old.getFD().sync();
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  static synchronized void locked(Path path, Work work) throws IOException {
    Path lock = path.resolveSibling(path.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid()) {
        work.run();
      }
    }
  }

  private static Path draft(Path path, String text) throws IOException {
    Path draft = Files.createTempFile(path.getParent(), "keys", ".new", mode("rw-------"));
    Files.writeString(draft, text, StandardOpenOption.SYNC);
    return draft;
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
