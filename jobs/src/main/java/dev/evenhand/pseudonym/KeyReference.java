package dev.evenhand.pseudonym;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where an executor finds the keyset, and how it knows that it is the driver's. It holds no key, so
 * it may travel in a closure.
 *
 * <p>Each JVM reads the keyset once: from the driver's path where that is a shared file, or from
 * the file that the executor's own {@code EVENHAND_KEYS} names.
 */
record KeyReference(String path, String fingerprint) implements Serializable {
  private static final Map<String, Keyset> LOADED = new ConcurrentHashMap<>();

  static KeyReference to(Keys keys) {
    return new KeyReference(keys.path().toString(), keys.keyset().fingerprint());
  }

  Keyset keyset() {
    return LOADED.computeIfAbsent(fingerprint, wanted -> load(System.getenv(Keys.VARIABLE)));
  }

  /** The wanted keyset from the driver's path, else from the executor's own. */
  Keyset load(String ownPath) {
    return from(path)
        .or(() -> Optional.ofNullable(ownPath).flatMap(this::from))
        .orElseThrow(
            () ->
                new DataProblem(
                    "Keys: an executor has no keyset with fingerprint "
                        + fingerprint
                        + ". Set "
                        + Keys.VARIABLE
                        + " on every executor to a copy of the driver's keyset file, or keep the"
                        + " file where all of them can read it."));
  }

  private Optional<Keyset> from(String place) {
    Path file = Path.of(place);
    return Files.isReadable(file) && Files.isRegularFile(file)
        ? Optional.of(Keys.at(file).keyset())
            .filter(keyset -> keyset.fingerprint().equals(fingerprint))
        : Optional.empty();
  }
}
