package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.generate.Warehouse;
import dev.evenhand.generate.WarehouseSpec;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.pseudonym.KeyStore;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.support.Child;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.KeyBytes;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real commands on a real lake, with Spark's event log: loads, a rotation that is killed at each of
 * its stages, exports, a sealed keyset, wrong keys. No key is in any file but its own.
 */
@Tag("proof")
class KeysProofTest {
  private static final int KILLED = 137;
  private static final Path HOME = Spark.temporary("keys-proof");
  private static final Path KEYS = HOME.resolve("keys.json");
  private static final Path KEK = HOME.resolve("kek.json");
  private static final String DATA = HOME.resolve("warehouse").toString();
  private static final String LAKE = HOME.resolve("lake").toString();

  private final List<String> secrets = new ArrayList<>();

  @Test
  void noKeyIsAnywhereButInItsFile() throws IOException {
    FixedKeys.in(HOME);
    Files.createDirectories(HOME.resolve("events"));
    Warehouse.write(Spark.session(), new WarehouseSpec(2_000, 17, DATA));
    load();
    List<String> subjects = subjects();
    succeeds("keys", "add", "--purpose", "coupons");
    remember(KEYS);
    succeeds(export("one"));
    for (String place : List.of("rotation begun", "rotated secure.identities")) {
      Child.Ended ended =
          child()
              .option("-Devenhand.failpoint=" + place)
              .evenhand("keys", "rotate", "--lake", LAKE);
      assertThat(ended.status()).as(place + ": " + ended).isEqualTo(KILLED);
      remember(KEYS);
    }
    assertThat(succeeds("keys", "rotate", "--lake", LAKE)).contains("went on with the rotation");
    assertThat(subjects()).as("the same subjects").isEqualTo(subjects);
    load();
    assertThat(subjects()).as("who was seen again").isEqualTo(subjects);
    succeeds("keys", "retire", "--lake", LAKE);
    remember(KEYS);

    succeeds("keys", "wrap", "--kek", KEK.toUri().toString());
    remember(KEK);
    succeeds(export("two"));
    Path right = Files.copy(KEK, HOME.resolve("right.json"));
    Files.copy(Path.of(URI.create(otherKek())), KEK, StandardCopyOption.REPLACE_EXISTING);
    fails("does not open", export("three"));
    Files.delete(KEK);
    fails("there is no such file", export("three"));
    Files.move(right, KEK, StandardCopyOption.REPLACE_EXISTING);
    fails("made with other keys", otherKeys(), export("three"));
    succeeds("keys", "destroy", "--purpose", "coupons");
    fails("was destroyed", export("three"));
    succeeds("keys");

    assertThat(secrets).hasSizeGreaterThan(100);
    List<Path> files;
    try (Stream<Path> all = Files.walk(HOME)) {
      files = all.filter(Files::isRegularFile).filter(file -> !file.equals(KEK)).toList();
    }
    assertThat(files).anyMatch(file -> file.startsWith(HOME.resolve("events")));
    for (Path file : files) {
      if (!file.getFileName().toString().equals("other.json")) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(secrets);
      }
    }
  }

  /** A day's load of the demo's sources. */
  private static void load() {
    for (String step : List.of("ingest", "conform")) {
      succeeds(step, "conf/pipelines/demo.yaml", "--data", DATA, "--lake", LAKE);
    }
  }

  private void remember(Path file) {
    KeyBytes.of(file).values().forEach(secrets::addAll);
    if (file.equals(KEK)) {
      assertThat(KeyBytes.of(file)).hasSize(1);
    }
  }

  private static List<String> subjects() {
    return new Lake(Spark.session(), LAKE)
            .read(Identities.CONTRACT)
            .selectExpr("concat(namespace, ' ', subject_key, ' ', key_version)")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .sorted(Comparator.naturalOrder())
            .toList();
  }

  private static Child child() {
    return Child.in(HOME)
        .option("-Xmx1500m")
        .option("-Dspark.eventLog.enabled=true")
        .option("-Dspark.eventLog.compress=false")
        .option("-Dspark.eventLog.dir=" + HOME.resolve("events").toUri());
  }

  private static Child otherKeys() {
    Path other = HOME.resolve("other.json");
    Keys keys = Keys.madeAt(other);
    new KeyStore(keys).addPurpose("coupons");
    return child().environment("EVENHAND_KEYS", other.toString());
  }

  /** The key of another keyset. */
  private static String otherKek() {
    String uri = HOME.resolve("kek-of-others.json").toUri().toString();
    new KeyStore(Keys.madeAt(HOME.resolve("others.json"))).wrap(uri);
    return uri;
  }

  private static String[] export(String out) {
    return new String[] {
      "export",
      "silver.sales",
      "--purpose",
      "coupons",
      "--basis",
      "legitimate_interest",
      "--reason",
      "a proof",
      "--lake",
      LAKE,
      "--out",
      HOME.resolve(out).toString()
    };
  }

  private static String succeeds(String... arguments) {
    Child.Ended ended = child().evenhand(arguments);
    assertThat(ended.status()).as(ended.toString()).isZero();
    return ended.out();
  }

  private static void fails(String what, String... arguments) {
    fails(what, child(), arguments);
  }

  private static void fails(String what, Child child, String... arguments) {
    Child.Ended ended = child.evenhand(arguments);
    assertThat(ended.status()).as(ended.toString()).isEqualTo(2);
    assertThat(ended.err().lines().filter(line -> line.startsWith("evenhand: ")))
        .as(ended.toString())
        .singleElement()
        .asString()
        .contains(what);
  }
}
