package dev.evenhand.support;

import dev.evenhand.generate.Warehouse;
import dev.evenhand.generate.WarehouseSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A folder with keys, a small sample warehouse and the demo's pipeline with few candidates, for
 * tests that run the whole of it again and again.
 */
public record TinyWorld(Path home) {
  private static final Pattern CUSTOMER = Pattern.compile("(?m)(^|,)(100\\d{3}(?:\\.0)?)(?=,|$)");

  /** So that two runs know the same. */
  private static final String AS_OF = "2025-01-20";

  /** How every customer's number begins, since six digits stand in many a figure by chance. */
  public static final String CUSTOMER_PREFIX = "731954826";

  private static TinyWorld shared;

  /** The one of all tests of a JVM; its lake {@link #undisturbed} is written once. */
  public static synchronized TinyWorld shared() {
    if (shared == null) {
      shared = with("tiny", 4_000);
      Child.Ended run = shared.child().evenhand(shared.run(shared.undisturbed()));
      if (run.status() > 1) { // 1: a gate said no, as it may of so few rows
        throw new IllegalStateException("the undisturbed run failed: " + run);
      }
    }
    return shared;
  }

  private static TinyWorld with(String name, int sales) {
    TinyWorld world = new TinyWorld(Spark.temporary(name));
    FixedKeys.in(world.home);
    try {
      String demo = Files.readString(Path.of("conf/pipelines/demo.yaml"));
      String few = demo.replaceFirst("(?m)^  - \\{name: boosted-trees.*\n", "");
      Files.writeString(
          world.home.resolve("tiny.yaml"), few.replace("min_group: 100", "min_group: 20"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Warehouse.write(Spark.session(), new WarehouseSpec(sales, 17, world.warehouse()));
    world.lengthenCustomers();
    return world;
  }

  public Child child() {
    return Child.in(home).option("-Xmx1500m");
  }

  /** The arguments that run the pipeline on a lake. */
  public String[] run(String lake) {
    return new String[] {
      "run",
      home.resolve("tiny.yaml").toString(),
      "--data",
      warehouse(),
      "--lake",
      lake,
      "--as-of",
      AS_OF
    };
  }

  /** The lake of a run on two cores that nothing disturbed. */
  public String undisturbed() {
    return lake("undisturbed");
  }

  /** A lake in the folder. */
  public String lake(String name) {
    return home.resolve(name).toString();
  }

  public String warehouse() {
    return home.resolve("warehouse").toString();
  }

  private void lengthenCustomers() {
    try (Stream<Path> files = Files.walk(Path.of(warehouse()))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean isPacked = file.toString().endsWith(".gz");
        if (isPacked || file.toString().endsWith(".csv")) {
          byte[] text = Files.readAllBytes(file);
          write(file, longer(isPacked ? unpacked(text) : text), isPacked);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Byte for byte, since some planted lines are no UTF-8. */
  private static byte[] longer(byte[] text) {
    return CUSTOMER
        .matcher(new String(text, StandardCharsets.ISO_8859_1))
        .replaceAll("$1" + CUSTOMER_PREFIX + "$2")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  private static void write(Path file, byte[] text, boolean isPacked) throws IOException {
    OutputStream to = Files.newOutputStream(file);
    try (OutputStream out = isPacked ? new GZIPOutputStream(to) : to) {
      out.write(text);
    }
  }
}
