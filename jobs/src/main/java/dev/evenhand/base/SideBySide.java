package dev.evenhand.base;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Several pieces of work at the same time: while one is planned or committed by the driver, the
 * tasks of another can run.
 */
public final class SideBySide {
  private static final int AT_ONCE = 4;

  private SideBySide() {}

  /** Returns when all are over; throws what the first of them threw. */
  public static void run(List<Runnable> pieces) {
    of(AT_ONCE, pieces.stream().map(Executors::callable).toList());
  }

  /** What the work made of each value, under its key, in their order. */
  public static <K, V, R> Map<K, R> each(Map<K, V> values, Function<V, R> work) {
    List<Callable<R>> pieces = new ArrayList<>();
    values.values().forEach(value -> pieces.add(() -> work.apply(value)));
    Iterator<R> made = of(AT_ONCE, pieces).iterator();
    Map<K, R> results = new LinkedHashMap<>();
    values.keySet().forEach(key -> results.put(key, made.next()));
    return results;
  }

  /**
   * What the pieces gave, in their order; throws what the first of them threw.
   *
   * @param atOnce how many of them may run at the same time
   */
  public static <T> List<T> of(int atOnce, List<Callable<T>> pieces) {
    // New threads, for they inherit what Spark knows of this one.
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> piece : threads.invokeAll(pieces)) {
        results.add(piece.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while working side by side", e);
    } catch (ExecutionException e) {
      throw SideBySide.<RuntimeException>asItWas(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Spark throws checked exceptions that its API does not declare; callers see the same. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E asItWas(Throwable cause) throws E {
    throw (E) cause;
  }
}
