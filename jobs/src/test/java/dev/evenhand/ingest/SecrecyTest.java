package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.pseudonym.Keyset;
import dev.evenhand.support.KeyBytes;
import dev.evenhand.support.Spark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.OutputStreamAppender;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** No raw identifier and no key is in any file of the lake, in the log, in an event or a plan. */
class SecrecyTest {
  private static final List<String> RAW =
      List.of("7000000012345", "7000000067890", "7000000099999");

  @TempDir Path folder;

  @Test
  void rawIdentifiersAndKeysStayOut() throws IOException {
    World world =
        World.in(folder)
            .file(
                "sales.csv",
                "customer,friend,quantity",
                RAW.get(0) + "," + RAW.get(1) + ",1",
                RAW.get(0) + ".0,,2",
                RAW.get(2) + "," + RAW.get(2) + ",bad")
            .sources(
                """
                sales:
                  format: csv
                  path: sales.csv
                  identifiers:
                    customer: {as: customer, normalize: digits}
                    friend: {as: customer, normalize: digits}
                  schema: customer STRING NOT NULL, friend BIGINT, quantity INT
                  max_quarantined: 50%
                """);
    Ears ears = new Ears();
    ears.listen(world::ingest);

    List<String> secrets = new ArrayList<>(RAW);
    secrets.addAll(keys(world));
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(3 + 4 * 10);
    assertThat(ears.heard()).contains("pseudonym(").doesNotContain(secrets);
    for (Path file : files(world)) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain(secrets);
    }
    for (Dataset<Row> table : tables(world)) {
      assertThat(table.toJSON().collectAsList().toString()).doesNotContain(secrets);
    }
    assertLinked(world);
  }

  /** What the keys are for: the rows still belong together, and an authority can look them up. */
  private static void assertLinked(World world) {
    Keyset keyset = world.keys().keyset();
    String first = keyset.pseudonym("customer", RAW.get(0));
    String second = keyset.pseudonym("customer", RAW.get(1));

    assertThat(Texts.of(world.bronze("sales"), "customer", "friend"))
        .containsExactlyInAnyOrder(first + " " + second, first + " null");
    assertThat(
            world.table(Identities.CONTRACT).collectAsList().stream()
                .map(row -> keyset.canonicalOf("customer", row.getAs("identity"))))
        .containsExactlyInAnyOrder(RAW.get(0), RAW.get(1));
    byte[] raw = world.table(Quarantine.CONTRACT).select("raw").head().getAs(0);
    assertThat(new String(keyset.open(raw, "sales"), StandardCharsets.UTF_8))
        .isEqualTo(RAW.get(2) + "," + RAW.get(2) + ",bad");
  }

  private static List<String> keys(World world) {
    return KeyBytes.of(world.keys().path()).values().stream().flatMap(List::stream).toList();
  }

  private static List<Path> files(World world) throws IOException {
    try (Stream<Path> files = Files.walk(world.lakeFolder())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static List<Dataset<Row>> tables(World world) {
    return List.of(
        world.bronze("sales"),
        world.table(Quarantine.CONTRACT),
        world.table(Identities.CONTRACT),
        world.table(Figures.QUALITY));
  }

  /** Hears everything that Spark logs and all its events, plans included. */
  private static final class Ears {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final StringBuilder events = new StringBuilder();

    void listen(Runnable action) {
      LoggerContext logging = (LoggerContext) LogManager.getContext(false);
      var appender = OutputStreamAppender.newBuilder().setName("ears").setTarget(log).build();
      appender.start();
      var root = logging.getConfiguration().getRootLogger();
      Level before = root.getLevel();
      root.addAppender(appender, Level.DEBUG, null);
      root.setLevel(Level.DEBUG);
      logging.updateLoggers();
      SparkListener listener =
          new SparkListener() {
            @Override
            public void onOtherEvent(SparkListenerEvent event) {
              events.append(event);
            }
          };
      Spark.session().sparkContext().addSparkListener(listener);
      try {
        action.run();
        Thread.sleep(1_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        Spark.session().sparkContext().removeSparkListener(listener);
        root.removeAppender("ears");
        root.setLevel(before);
        logging.updateLoggers();
      }
    }

    String heard() {
      Map<String, String> conf = CollectionConverters.asJava(Spark.session().conf().getAll());
      return log.toString(StandardCharsets.ISO_8859_1) + events + conf;
    }
  }
}
