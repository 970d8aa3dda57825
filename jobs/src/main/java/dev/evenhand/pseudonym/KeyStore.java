package dev.evenhand.pseudonym;

import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The changes that a keyset's file may see: purposes come and go, keys get a new version, old
 * versions go, and the file is sealed. Each is one atomic replacement of the file.
 */
public final class KeyStore {
  private static final String PURPOSE = "[a-z0-9][a-z0-9_-]{0,63}";

  private final Path path;

  public KeyStore(Keys keys) {
    this.path = keys.path();
  }

  /**
   * What a keyset's file holds, without the keys.
   *
   * @param versions numbers of the keys by part, the one in use first
   * @param destroyed when the keys of former purposes were destroyed
   * @param pending lakes that a rotation has still to go through
   */
  public record Summary(
      Path path,
      Optional<String> kek,
      Map<String, List<Integer>> versions,
      Set<String> purposes,
      SortedMap<String, String> destroyed,
      List<String> pending) {}

  public Summary summary() {
    KeysetFile file = Keys.file(path);
    Map<String, List<Integer>> versions = new TreeMap<>();
    for (KeyRing.Part part : KeyRing.Part.values()) {
      versions.put(part.word(), Keyset.versions(file.ring().keys(part)));
    }
    KeyRing ring = file.ring();
    return new Summary(
        path, file.kek(), versions, ring.purposes().keySet(), ring.destroyed(), ring.pending());
  }

  /** Makes the key of a new purpose, at random. */
  public void addPurpose(String purpose) {
    if (!purpose.matches(PURPOSE)) {
      throw new DataProblem(
          "--purpose '%s' is no name of a purpose; write lower-case letters, digits, - and _."
              .formatted(purpose));
    }
    change(
        ring -> {
          requireNotDestroyed(ring, purpose);
          if (ring.purposes().containsKey(purpose)) {
            throw new DataProblem("--purpose %s has a key already.".formatted(purpose));
          }
          return ring.withPurpose(purpose);
        });
  }

  /** Destroys a purpose's key, for good: nobody can tell any more whom its pseudonyms stand for. */
  public void destroyPurpose(String purpose, Instant now) {
    change(
        ring -> {
          requireNotDestroyed(ring, purpose);
          if (!ring.purposes().containsKey(purpose)) {
            throw new DataProblem(
                "--purpose %s has no key; the purposes with one are %s."
                    .formatted(purpose, named(ring.purposes().keySet())));
          }
          return ring.withoutPurpose(purpose, now);
        });
  }

  /**
   * Seals the file under the key that a URI names.
   *
   * @return whether that key was made just now, as one in a file is if it is missing
   */
  public boolean wrap(String uri) {
    try {
      boolean isMade = FileKek.isOne(uri) && FileKek.make(uri);
      OwnerFile.locked(path, () -> write(new KeysetFile(Keys.file(path).ring(), Optional.of(uri))));
      return isMade;
    } catch (IOException | GeneralSecurityException e) {
      throw Keys.problem(path, "which can't be sealed by " + uri);
    }
  }

  /**
   * Begins a rotation: new versions of all keys come into use. While one is pending no other
   * begins.
   *
   * @param lakes what it has to go through
   * @return whether it was begun, and not before
   */
  public boolean beginRotation(List<String> lakes) {
    boolean[] isBegun = {false};
    change(
        ring -> {
          isBegun[0] = ring.pending().isEmpty();
          return isBegun[0] ? ring.rotated(lakes) : ring;
        });
    return isBegun[0];
  }

  /** The rotation went through a lake; the lakes that are left. */
  public List<String> endRotation(String lake) {
    List<String> left = new ArrayList<>();
    change(
        ring -> {
          left.clear();
          ring.pending().stream().filter(each -> !each.equals(lake)).forEach(left::add);
          return ring.pending(left);
        });
    return left;
  }

  /** Forgets versions of keys that no row uses. */
  public void retire(Map<String, Set<Integer>> versions) {
    change(
        ring -> {
          KeyRing changed = ring;
          for (KeyRing.Part part : KeyRing.Part.values()) {
            Set<Integer> old = versions.getOrDefault(part.word(), Set.of());
            changed = old.isEmpty() ? changed : changed.without(part, old);
          }
          return changed;
        });
  }

  static void requireNotDestroyed(KeyRing ring, String purpose) {
    String gone = ring.destroyed().get(purpose);
    if (gone != null) {
      throw new DataProblem(
          "--purpose %s: its key was destroyed at %s, and its pseudonyms stand for nobody. Name another purpose."
              .formatted(purpose, gone));
    }
  }

  static String named(Set<String> purposes) {
    SortedSet<String> sorted = new TreeSet<>(purposes);
    return sorted.isEmpty() ? "none" : String.join(", ", sorted);
  }

  private void change(UnaryOperator<KeyRing> change) {
    try {
      OwnerFile.locked(
          path,
          () -> {
            KeysetFile file = Keys.file(path);
            KeyRing changed = change.apply(file.ring());
            if (changed != file.ring()) {
              write(file.with(changed));
            }
          });
    } catch (IOException e) {
      throw Keys.problem(path, "which can't be written (" + e.getClass().getSimpleName() + ")");
    }
  }

  private void write(KeysetFile file) throws IOException {
    try {
      OwnerFile.replace(path.toRealPath(), file.text());
    } catch (NotAKeyset e) {
      throw Keys.problem(path, e.getMessage());
    }
  }
}
