package dev.evenhand.lake;

import static dev.evenhand.lake.LakeFiles.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;

/**
 * A lease as an object of its own for each who wants it: a claim, which says {@code host pid
 * heartbeat}.
 *
 * <p>Who has put a claim there and then sees no other holds the lease: of two, the later one to put
 * its claim sees the earlier one's. This asks of a store that a listing shows what was put before,
 * as S3's do, and no conditional write, which some take and ignore. Of claims put at once the
 * smallest stays. A claim without a heartbeat for a minute, or of a process of this host that is
 * gone, is dead; since every claim has its own name, removing a dead one removes no other.
 */
final class ObjectLease implements Lease {
  private static final long HEARTBEAT_MS = 10_000;
  private static final long STALE_MS = 60_000;
  private static final int LOOKS = 20;
  private static final long LOOK_MS = 150;

  private final FileSystem system;
  private final Path claim;
  private final ScheduledExecutorService heartbeat;
  private volatile long beatenAt = System.currentTimeMillis();

  private ObjectLease(FileSystem system, Path claim) {
    this.system = system;
    this.claim = claim;
    this.heartbeat =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "evenhand-lease");
              thread.setDaemon(true);
              return thread;
            });
    this.heartbeat.scheduleAtFixedRate(
        this::beat, HEARTBEAT_MS, HEARTBEAT_MS, TimeUnit.MILLISECONDS);
  }

  /** Null if it is held. */
  static Lease tryAcquire(LakeFiles files, String name) {
    Path folder = new Path(files.place("_leases/" + name));
    FileSystem system = files.fileSystem(folder.toString());
    Path own = new Path(folder, UUID.randomUUID().toString());
    if (!others(system, own).isEmpty()) {
      return null;
    }
    write(system, own);
    for (int look = 0; look < LOOKS; look++) {
      List<String> others = others(system, own);
      if (others.isEmpty()) {
        return new ObjectLease(system, own);
      }
      if (others.stream().anyMatch(other -> other.compareTo(own.getName()) < 0)) {
        break;
      }
      pause();
    }
    io(() -> system.delete(own, false));
    return null;
  }

  /** The names of the others' claims that are alive; dead ones are removed. */
  private static List<String> others(FileSystem system, Path own) {
    List<String> alive = new ArrayList<>();
    for (Path other : claims(system, own.getParent())) {
      String content = other.getName().equals(own.getName()) ? null : content(system, other);
      if (content != null && isAlive(content)) {
        alive.add(other.getName());
      } else if (content != null) {
        io(() -> system.delete(other, false));
      }
    }
    return alive;
  }

  private static List<Path> claims(FileSystem system, Path folder) {
    List<Path> claims = new ArrayList<>();
    try {
      for (FileStatus status : system.listStatus(folder)) {
        if (status.isFile()) {
          claims.add(status.getPath());
        }
      }
    } catch (FileNotFoundException e) {
      return claims;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return claims;
  }

  /** Null if it was withdrawn meanwhile. */
  private static String content(FileSystem system, Path path) {
    try (var in = system.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FileSystem system, Path claim) {
    String line =
        String.join(
            " ",
            host(),
            Long.toString(ProcessHandle.current().pid()),
            Long.toString(System.currentTimeMillis()));
    io(
        () -> {
          try (FSDataOutputStream out = system.create(claim, true)) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
          }
          return null;
        });
  }

  /** A claim that can't be read is being written, on stores where that can be seen. */
  private static boolean isAlive(String content) {
    String[] parts = content.trim().split(" ");
    if (parts.length != 3) {
      return true;
    }
    boolean isGone =
        parts[0].equals(host()) && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty();
    return !isGone && System.currentTimeMillis() - Long.parseLong(parts[2]) < STALE_MS;
  }

  private static String host() {
    return io(() -> InetAddress.getLocalHost().getHostName());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A store that fails once may answer the next time, so nothing but a beat is lost. */
  private void beat() {
    try {
      if (system.exists(claim)) {
        write(system, claim);
        beatenAt = System.currentTimeMillis();
      }
    } catch (IOException | RuntimeException e) {
      LogManager.getLogger(ObjectLease.class).warn("no heartbeat for {}", claim, e);
    }
  }

  @Override
  public void requireHeld() {
    boolean isFresh = System.currentTimeMillis() - beatenAt < STALE_MS;
    if (!isFresh || !io(() -> system.exists(claim))) {
      throw new Lost();
    }
  }

  @Override
  public void close() {
    heartbeat.shutdownNow();
    io(() -> system.delete(claim, false));
  }
}
