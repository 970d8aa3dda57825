package dev.evenhand.ingest;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several pieces of work at the same time: a commit leaves the cores idle. */
final class SideBySide {
  private static final int AT_ONCE = 4;

  private SideBySide() {}

  /** Returns when all are over; throws what the first of them threw. */
  static void run(List<Runnable> pieces) {
    // New threads, for they inherit what Spark knows of this one.
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (Future<Object> piece : threads.invokeAll(callables(pieces))) {
        piece.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Callable<Object>> callables(List<Runnable> pieces) {
    return pieces.stream().map(Executors::callable).toList();
  }
}
