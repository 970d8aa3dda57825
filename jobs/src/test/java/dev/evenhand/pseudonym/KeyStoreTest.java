package dev.evenhand.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path home;
  private Path path;
  private KeyStore store;

  @BeforeEach
  void makeKeys() {
    Keys keys = Keys.inHome(home);
    path = keys.path();
    store = new KeyStore(keys);
  }

  private Keyset keyset() {
    return Keys.at(path).keyset();
  }

  private String kek(String name) {
    return home.resolve("kek").resolve(name).toUri().toString();
  }

  @Test
  void aPurposeHasAKeyOfItsOwn() throws IOException {
    store.addPurpose("mail");
    store.addPurpose("research");

    String mail = keyset().exported("mail", "subject", "anna");
    assertThat(mail)
        .matches("[A-Za-z]{23}")
        .isEqualTo(keyset().exported("mail", "subject", "anna"));
    assertThat(keyset().exported("research", "subject", "anna")).isNotEqualTo(mail);
    assertThat(keyset().exported("mail", "decision", "anna")).isNotEqualTo(mail);
    assertThat(keyset().exported("mail", "subject", "ben")).isNotEqualTo(mail);
    assertThat(secret("purposes", "mail")).isNotEqualTo(secret("purposes", "research"));
    assertProblem(() -> store.addPurpose("mail"), "has a key already");
    assertProblem(() -> store.addPurpose("Mail to all"), "is no name of a purpose");
    assertProblem(
        () -> keyset().exported("sms", "subject", "anna"),
        "--purpose sms has no key in this keyset; the purposes with one are mail, research");
  }

  @Test
  void aDestroyedKeyIsNowhereAndItsPurposeRefused() throws IOException {
    store.addPurpose("mail");
    store.addPurpose("research");
    String secret = secret("purposes", "mail");
    String research = keyset().exported("research", "subject", "anna");
    String before = keyset().fingerprint();

    store.destroyPurpose("mail", NOW);

    assertThat(Files.readString(path)).doesNotContain(secret);
    assertThat(keyset().fingerprint()).isNotEqualTo(before);
    assertThat(keyset().exported("research", "subject", "anna")).isEqualTo(research);
    String gone = "--purpose mail: its key was destroyed at 2026-03-01T00:00:00Z";
    assertProblem(() -> keyset().exported("mail", "subject", "anna"), gone);
    assertProblem(() -> store.addPurpose("mail"), gone);
    assertProblem(() -> store.destroyPurpose("mail", NOW), gone);
    assertProblem(() -> store.destroyPurpose("sms", NOW), "--purpose sms has no key");
  }

  @Test
  void theClearFileIsOverwrittenWhereItStood() throws IOException {
    Path copy = Files.createLink(home.resolve("link.json"), path);
    String secret = secret("texts");

    store.wrap(kek("kek.json"));

    assertThat(Files.readString(copy)).doesNotContain(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void anOldClearFileIsReadAndCanBeSealed() throws IOException {
    ObjectNode old = (ObjectNode) JSON.readTree(path.toFile());
    old.remove(List.of("format", "certificates", "purposes", "destroyed", "rotation_pending"));
    Files.writeString(path, old.toString());
    Keyset before = keyset();
    byte[] sealed = before.seal("a line".getBytes(StandardCharsets.UTF_8), "sales");
    String secret = secret("pseudonyms");

    assertThat(store.wrap(kek("kek.json"))).isTrue();
    assertThat(store.wrap(kek("kek.json"))).isFalse();

    assertThat(Files.readString(path)).doesNotContain(secret).contains(kek("kek.json"));
    Keyset after = keyset();
    assertThat(after.pseudonym("customer", "1")).isEqualTo(before.pseudonym("customer", "1"));
    assertThat(after.identity("customer", "1")).isEqualTo(before.identity("customer", "1"));
    assertThat(after.open(sealed, "sales")).asString().isEqualTo("a line");
    assertThat(after.nameFor("erasure", "anna")).isEqualTo(before.nameFor("erasure", "anna"));
    assertThat(after.signer().publicKey()).isEqualTo(before.signer().publicKey());
    store.addPurpose("mail");
    assertThat(keyset().exported("mail", "subject", "anna")).hasSize(23);
    assertThat(store.summary().kek()).contains(kek("kek.json"));
  }

  @Test
  void aWrongOrMissingSealingKeyIsOneClearLine() throws IOException {
    store.wrap(kek("kek.json"));
    Path file = home.resolve("kek/kek.json");
    String right = Files.readString(file);

    new KeyStore(Keys.inHome(home.resolve("other"))).wrap(kek("other.json"));
    Files.copy(home.resolve("kek/other.json"), file, StandardCopyOption.REPLACE_EXISTING);
    assertProblem(this::keyset, "does not open: another key sealed it, or it was changed");
    Files.writeString(file, "{}");
    assertProblem(this::keyset, "can't be used: the file is no key");
    Files.delete(file);
    assertProblem(this::keyset, "can't be used: there is no such file");
    Files.writeString(file, right);
    String sealed = Files.readString(path);
    Files.writeString(path, sealed.replaceFirst("(\"sealed\" : \"A*.{12})..", "$1xx"));
    assertProblem(this::keyset, "does not open");
  }

  @Test
  void anUnknownKeyServiceOrFormatIsNamed() throws IOException {
    String before = Files.readString(path);
    assertProblem(
        () -> store.wrap("vault://keys/1"),
        "vault://keys/1 no key service here knows: file:///path and aws-kms://arn:… are known");
    assertThat(Files.readString(path)).isEqualTo(before);
    Files.writeString(path, before.replace("evenhand-keys-2", "evenhand-keys-3"));
    assertProblem(this::keyset, "whose format this version does not know");
  }

  @Test
  void aRotationPutsNewKeysInUseBesideTheOld() {
    Keyset before = keyset();
    byte[] identity = before.identity("customer", "1");
    byte[] text = before.seal("x".getBytes(StandardCharsets.UTF_8), "s");

    assertThat(store.beginRotation(List.of("a", "b"))).isTrue();
    assertThat(store.beginRotation(List.of("c"))).as("one is pending").isFalse();
    Keyset after = keyset();

    assertThat(after.version()).isNotEqualTo(before.version());
    assertThat(after.pseudonym("customer", "1")).isNotEqualTo(before.pseudonym("customer", "1"));
    assertThat(after.everyPseudonym("customer", "1"))
        .containsExactly(after.pseudonym("customer", "1"), before.pseudonym("customer", "1"));
    assertThat(after.everyIdentity("customer", "1"))
        .containsExactly(after.identity("customer", "1"), identity);
    assertThat(after.identity("customer", "1")).startsWith(after.identityPrefix());
    assertThat(identity).startsWith(before.identityPrefix());
    assertThat(after.canonicalOf("customer", identity)).isEqualTo("1");
    assertThat(after.open(text, "s")).asString().isEqualTo("x");
    assertThat(after.nameFor("erasure", "anna")).isEqualTo(before.nameFor("erasure", "anna"));
    assertThat(after.signer().publicKey()).isEqualTo(before.signer().publicKey());
    assertThat(store.endRotation("a")).containsExactly("b");
    assertThat(store.endRotation("b")).isEmpty();
  }

  @Test
  void aRetiredVersionIsGone() {
    byte[] identity = keyset().identity("customer", "1");
    store.beginRotation(List.of("a"));
    List<Integer> versions = store.summary().versions().get("identities");

    store.retire(Map.of("identities", Set.of(versions.get(1))));

    assertThat(store.summary().versions().get("identities")).containsExactly(versions.get(0));
    assertThat(store.summary().versions().get("pseudonyms")).hasSize(2);
    assertThatThrownBy(() -> keyset().canonicalOf("customer", identity))
        .isInstanceOf(IllegalStateException.class);
  }

  private String secret(String... names) throws IOException {
    var node = JSON.readTree(path.toFile());
    for (String name : names) {
      node = node.get(name);
    }
    return node.path("key").path(0).path("keyData").path("value").asText();
  }

  private static void assertProblem(Runnable action, String what) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            DataProblem.class, problem -> assertThat(problem.lines()).hasSize(1))
        .hasMessageContaining(what)
        .hasNoCause();
  }
}
