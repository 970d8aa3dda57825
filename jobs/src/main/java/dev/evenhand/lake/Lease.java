package dev.evenhand.lake;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.table.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.spark.sql.Encoders;

/**
 * The right to write, held by one live run.
 *
 * <p>On a local file system it is a lock of the operating system, which a killed process gives up;
 * elsewhere a claim that a heartbeat renews. On object stores one lease covers the whole lake,
 * since Delta's log has no other guard there; elsewhere one covers a pipeline.
 */
public interface Lease extends AutoCloseable {
  @Override
  void close();

  /**
   * Says that the lease is still held.
   *
   * @throws Lost if this process was cut off from the store so long that another may hold it
   */
  default void requireHeld() {}

  /**
   * Takes the lease, waiting for another holder up to {@code patience}.
   *
   * @throws Held if another live run still holds it then
   */
  static Lease acquire(Lake lake, String pipeline, Duration patience) {
    String root = lake.files().root();
    if (root.startsWith("file:")) {
      return waiting(() -> FileLease.tryAcquire(root, pipeline), pipeline, patience);
    }
    String name = root.startsWith("hdfs:") ? pipeline : "lake";
    return waiting(() -> ObjectLease.tryAcquire(lake.files(), name), name, patience);
  }

  /** The leases of several pipelines, as one. */
  static Lease acquireAll(Lake lake, List<String> pipelines, Duration patience) {
    String root = lake.files().root();
    boolean hasOneForAll = !root.startsWith("file:") && !root.startsWith("hdfs:");
    List<Lease> held = new ArrayList<>();
    Lease all = () -> held.forEach(Lease::close);
    try {
      for (String pipeline : hasOneForAll ? List.of("lake") : pipelines) {
        held.add(acquire(lake, pipeline, patience));
      }
      return all;
    } catch (Held e) {
      all.close();
      throw e;
    }
  }

  /** The right to be the only writer of the lake: the leases of all of its pipelines, and one. */
  static Lease acquireLake(Lake lake, String purpose, Duration patience) {
    Set<String> names = new TreeSet<>(lake.files().leases());
    names.add(purpose);
    if (lake.exists(Runs.CONTRACT)) {
      names.addAll(
          lake.read(Runs.CONTRACT)
              .select(TableContract.PIPELINE.column())
              .distinct()
              .as(Encoders.STRING())
              .collectAsList());
    }
    return acquireAll(lake, List.copyOf(names), patience);
  }

  private static Lease waiting(Supplier<Lease> attempt, String name, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Lease lease = attempt.get();
      if (lease != null) {
        return lease;
      }
      if (System.nanoTime() >= end) {
        throw new Held(name);
      }
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DataProblem("Interrupted while waiting for the lease of " + name + ".", e);
      }
    }
  }

  /** Another live run holds the lease. Nothing was written; running again later is safe. */
  final class Held extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Held(String name) {
      super(
          "Another live run holds the lease of "
              + name
              + " in this lake. Nothing was written. Wait for it to end and run again.");
    }
  }

  /** This run had no heartbeat for a minute, so that another may have begun. */
  final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost() {
      super(
          "This run lost its lease: it could not reach the lake for a minute. What was written is"
              + " safe; run again to continue.");
    }
  }
}
