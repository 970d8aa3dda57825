package dev.evenhand.pseudonym;

import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the keyset of a run is: the file that {@code EVENHAND_KEYS} names, or {@code
 * ~/.evenhand/keys.json}, which is made once (mode 600) and used ever after.
 *
 * @param path the keyset's file; executors look for it there, then where their own {@code
 *     EVENHAND_KEYS} points
 * @param keyset what it holds
 * @param isNew whether it was made just now, so that the console can say so
 */
public record Keys(Path path, Keyset keyset, boolean isNew) {
  /** The environment variable that names the keyset's file. */
  public static final String VARIABLE = "EVENHAND_KEYS";

  private static final long MAX_BYTES = 1 << 20;

  /** The keyset of this environment; a named file must exist and be one. */
  public static Keys resolve(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    return named.isBlank() ? inHome(Path.of(System.getProperty("user.home"))) : at(Path.of(named));
  }

  /** The keyset of a file that must exist. */
  public static Keys at(Path path) {
    return new Keys(path.toAbsolutePath(), read(path), false);
  }

  /** The keyset of a file, which is made if it is not there. */
  public static Keys madeAt(Path path) {
    Path place = path.toAbsolutePath();
    boolean isNew = Files.notExists(place) && make(place);
    return new Keys(place, read(place), isNew);
  }

  static Keys inHome(Path home) {
    return madeAt(home.resolve(".evenhand").resolve("keys.json"));
  }

  @Override
  public String toString() {
    return "keyset " + keyset.fingerprint() + " in " + path;
  }

  /** False if another process was faster: then its keyset is the one. */
  private static boolean make(Path path) {
    try {
      return OwnerFile.make(path, KeysetFile.generate().text());
    } catch (IOException e) {
      throw new UncheckedIOException("no keyset could be made in " + path.getParent(), e);
    } catch (NotAKeyset e) {
      throw problem(path, e.getMessage());
    }
  }

  private static Keyset read(Path path) {
    try {
      return Keyset.of(file(path).ring());
    } catch (IllegalStateException e) { // keys of other kinds than a keyset has
      throw problem(path, KeysetFile.UNKNOWN);
    }
  }

  /** The file as it stands. */
  static KeysetFile file(Path path) {
    try {
      if (!Files.isRegularFile(path)) {
        throw problem(path, Files.exists(path) ? "which is not a file" : "which does not exist");
      }
      if (Files.size(path) > MAX_BYTES) {
        throw problem(path, "which is too large for a keyset");
      }
      return KeysetFile.parse(Files.readString(path));
    } catch (IOException e) {
      throw problem(path, "which can't be read (" + e.getClass().getSimpleName() + ")");
    } catch (NotAKeyset e) {
      throw problem(path, e.getMessage());
    }
  }

  /** The cause is left out: it could quote the file. */
  static DataProblem problem(Path path, String what) {
    return new DataProblem(
        "Keys: the keyset should be in "
            + path
            + ", "
            + what
            + ". Point "
            + VARIABLE
            + " at a keyset, or unset it to use ~/.evenhand/keys.json, which is made if missing.");
  }
}
