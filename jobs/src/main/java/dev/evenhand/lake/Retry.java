package dev.evenhand.lake;

import io.delta.exceptions.DeltaConcurrentModificationException;
import java.nio.file.FileAlreadyExistsException;

/** Tries a commit again when another writer committed first. */
final class Retry {
  private static final long PAUSE_MS = 200;

  private Retry() {}

  static void onConflict(int attempts, Runnable commit) {
    for (int attempt = 1; ; attempt++) {
      try {
        commit.run();
        return;
      } catch (RuntimeException e) {
        if (attempt == attempts || !isConflict(e)) {
          throw e;
        }
        pause(PAUSE_MS * attempt);
      }
    }
  }

  private static boolean isConflict(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof DeltaConcurrentModificationException
          || cause instanceof FileAlreadyExistsException
          || cause instanceof org.apache.hadoop.fs.FileAlreadyExistsException) {
        return true;
      }
    }
    return false;
  }

  private static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting to commit again", e);
    }
  }
}
