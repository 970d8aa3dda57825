package dev.evenhand.support;

import dev.evenhand.generate.Warehouse;
import dev.evenhand.generate.WarehouseSpec;
import dev.evenhand.pseudonym.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder with keys, a small sample warehouse and the demo's pipeline with few candidates, for
 * tests that run the whole of it again and again.
 */
public record TinyWorld(Path home) {
  /** So that two runs know the same. */
  private static final String AS_OF = "2025-01-20";

  public static TinyWorld with(String name, int sales) {
    TinyWorld world = new TinyWorld(Spark.temporary(name));
    Keys.madeAt(world.home.resolve("keys.json"));
    try {
      String demo = Files.readString(Path.of("conf/pipelines/demo.yaml"));
      String few = demo.replaceFirst("(?m)^  - \\{name: boosted-trees.*\n", "");
      Files.writeString(world.home.resolve("tiny.yaml"), few.replace("min_group: 100", "min_group: 20"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Warehouse.write(Spark.session(), new WarehouseSpec(sales, 17, world.warehouse()));
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

  /** A lake in the folder. */
  public String lake(String name) {
    return home.resolve(name).toString();
  }

  public String warehouse() {
    return home.resolve("warehouse").toString();
  }
}
