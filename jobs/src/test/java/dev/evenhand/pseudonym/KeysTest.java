package dev.evenhand.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
  @TempDir Path home;

  @Test
  void areMadeOnceForTheirOwnerOnlyAndUsedAgain() throws IOException {
    Keys first = Keys.inHome(home);
    Keys second = Keys.inHome(home);

    assertThat(first.isNew()).isTrue();
    assertThat(second.isNew()).isFalse();
    assertThat(second.keyset().fingerprint()).isEqualTo(first.keyset().fingerprint());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.path())))
        .isEqualTo("rw-------");
    try (var files = Files.list(first.path().getParent())) {
      assertThat(files).containsExactly(first.path());
    }
  }

  @Test
  void areTheSameForAllWhoMakeThemAtOnce() {
    Set<String> fingerprints = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 16)
        .parallel()
        .forEach(i -> fingerprints.add(Keys.inHome(home).keyset().fingerprint()));

    assertThat(fingerprints).hasSize(1);
  }

  @Test
  void comeFromTheNamedFile() {
    Keys made = Keys.inHome(home);
    Keys named = Keys.resolve(Map.of("EVENHAND_KEYS", made.path().toString()));

    assertThat(named.keyset().fingerprint()).isEqualTo(made.keyset().fingerprint());
  }

  @Test
  void areRefusedInOneLineThatNeverQuotesTheFile() throws IOException {
    Path garbage = Files.writeString(home.resolve("garbage.json"), "{\"pseudonyms\": \"s3cret\"}");

    assertProblem(home.resolve("absent.json"), "does not exist");
    assertProblem(home, "is not a file");
    assertProblem(garbage, "is not a keyset");
  }

  @Test
  void areNotPrinted() throws IOException {
    Keys keys = Keys.inHome(home);
    String secret =
        Files.readString(keys.path()).replaceAll("(?s).*\"value\" : \"([^\"]+).*", "$1");

    assertThat(secret).hasSizeGreaterThan(20);
    assertThat(keys.toString()).doesNotContain(secret).contains(keys.path().toString());
    assertThat(KeyReference.to(keys).toString()).doesNotContain(secret);
  }

  @Test
  void anExecutorTakesItsOwnCopyWhereTheDriversPathIsNotThere() {
    Keys keys = Keys.inHome(home);
    KeyReference elsewhere = new KeyReference("/nowhere.json", keys.keyset().fingerprint());

    assertThat(elsewhere.load(keys.path().toString()).pseudonym("customer", "1"))
        .isEqualTo(keys.keyset().pseudonym("customer", "1"));
  }

  @Test
  void anExecutorWithAnotherKeysetStops() {
    Keys other = Keys.inHome(home.resolve("other"));
    KeyReference wanted = KeyReference.to(Keys.inHome(home));
    KeyReference moved = new KeyReference("/nowhere.json", wanted.fingerprint());

    assertThatThrownBy(() -> moved.load(other.path().toString()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("Set EVENHAND_KEYS on every executor");
  }

  private static void assertProblem(Path path, String what) {
    assertThatThrownBy(() -> Keys.resolve(Map.of("EVENHAND_KEYS", path.toString())))
        .isInstanceOfSatisfying(
            DataProblem.class, problem -> assertThat(problem.lines()).hasSize(1))
        .hasMessageContaining(path.toString())
        .hasMessageContaining(what)
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }
}
