package dev.evenhand.lake;

import static dev.evenhand.lake.LakeFiles.io;

import dev.evenhand.base.DataProblem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A lease as an object: {@code holder host pid heartbeat}, made only where no object is.
 *
 * <p>Its holder renews the heartbeat; one without a heartbeat for a minute, or whose process on
 * this host is gone, is taken over.
 */
final class ObjectLease implements Lease {
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";
  private static final long HEARTBEAT_MS = 10_000;
  private static final long STALE_MS = 60_000;

  private final LakeFiles files;
  private final Path path;
  private final String holder;
  private final ScheduledExecutorService heartbeat;

  private ObjectLease(LakeFiles files, Path path, String holder) {
    this.files = files;
    this.path = path;
    this.holder = holder;
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
    Path path = new Path(files.place("_leases/" + name));
    FileSystem system = files.fileSystem(path.toString());
    String found = content(system, path);
    if (found != null && isAlive(found)) {
      return null;
    }
    if (found != null) {
      io(() -> system.delete(path, false));
    }
    requireConditionalCreate(system, path);
    String holder = UUID.randomUUID().toString();
    if (!create(system, path, line(holder))) {
      return null;
    }
    String confirmed = content(system, path);
    return confirmed != null && confirmed.startsWith(holder)
        ? new ObjectLease(files, path, holder)
        : null;
  }

  private static void requireConditionalCreate(FileSystem system, Path path) {
    boolean hasIt =
        system.getScheme().equals("hdfs") || io(() -> system.hasPathCapability(path, CONDITIONAL));
    if (!hasIt) {
      throw new DataProblem(
          "The store of lake "
              + path.getParent().getParent()
              + " has no conditional create, so two runs could lose each other's commits. "
              + "Use S3 with conditional writes (fs.s3a.create.conditional.enabled), HDFS or a "
              + "local folder.");
    }
  }

  private static boolean create(FileSystem system, Path path, String line) {
    FSDataOutputStreamBuilder<?, ?> builder = system.createFile(path).overwrite(false).recursive();
    builder.opt(CONDITIONAL, true);
    try (FSDataOutputStream out = builder.build()) {
      out.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      if (content(system, path) != null) {
        return false; // another was faster
      }
      throw new UncheckedIOException(e);
    }
    return true;
  }

  private static String content(FileSystem system, Path path) {
    try (var in = system.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(String holder) {
    return String.join(
        " ",
        holder,
        host(),
        Long.toString(ProcessHandle.current().pid()),
        Long.toString(System.currentTimeMillis()));
  }

  private static boolean isAlive(String content) {
    String[] parts = content.trim().split(" ");
    if (parts.length != 4) {
      return false;
    }
    boolean isHere = parts[1].equals(host());
    if (isHere && ProcessHandle.of(Long.parseLong(parts[2])).isEmpty()) {
      return false;
    }
    return System.currentTimeMillis() - Long.parseLong(parts[3]) < STALE_MS;
  }

  private static String host() {
    return io(() -> InetAddress.getLocalHost().getHostName());
  }

  private void beat() {
    FileSystem system = files.fileSystem(path.toString());
    String found = content(system, path);
    if (found != null && found.startsWith(holder)) {
      io(
          () -> {
            try (FSDataOutputStream out = system.create(path, true)) {
              out.write(line(holder).getBytes(StandardCharsets.UTF_8));
            }
            return null;
          });
    }
  }

  @Override
  public void close() {
    heartbeat.shutdownNow();
    FileSystem system = files.fileSystem(path.toString());
    String found = content(system, path);
    if (found != null && found.startsWith(holder)) {
      io(() -> system.delete(path, false));
    }
  }
}
