package dev.evenhand.pseudonym;

import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Raw identifier to what the keyset makes of its canonical form, remembering the latest ones: sales
 * lines repeat their customers.
 *
 * <p>The memory is a direct-mapped table of immutable entries, which all tasks of a JVM share: two
 * threads at worst compute the same value twice. It goes when the JVM needs the room.
 */
final class IdentifierFunction<T> implements UDF1<String, T> {
  private static final long serialVersionUID = 1L;
  private static final int SLOTS = 1 << 18;
  private static final Map<Purpose, SoftReference<Entry[]>> MEMORIES = new ConcurrentHashMap<>();

  private final KeyReference keys;
  private final Purpose purpose;
  private final Made<T> made;
  private transient Entry[] entries;
  private transient Entry latest;

  IdentifierFunction(KeyReference keys, Purpose purpose, Made<T> made) {
    this.keys = keys;
    this.purpose = purpose;
    this.made = made;
  }

  /** What is made of which identifiers: with the keyset, all that a value depends on. */
  record Purpose(String fingerprint, String what, String namespace, CanonicalForm form)
      implements Serializable {}

  /** What a keyset makes of a namespace and a canonical identifier. */
  interface Made<T> extends Serializable {
    T of(Keyset keyset, String namespace, String canonical);
  }

  @Override
  @SuppressWarnings("unchecked") // every entry was made by this function
  public T call(String raw) {
    if (raw == null) {
      return null;
    }
    Entry entry = latest;
    if (entry == null || !entry.raw.equals(raw)) { // the lines of an order follow each other
      entry = entry(raw);
      latest = entry;
    }
    return (T) entry.value;
  }

  private Entry entry(String raw) {
    Entry[] memory = memory();
    int hash = raw.hashCode();
    int slot = (hash ^ (hash >>> 14)) & (SLOTS - 1);
    Entry entry = memory[slot];
    if (entry == null || !entry.raw.equals(raw)) {
      entry = new Entry(raw, value(raw));
      memory[slot] = entry;
    }
    return entry;
  }

  private T value(String raw) {
    String canonical = purpose.form().of(raw);
    return canonical == null ? null : made.of(keys.keyset(), purpose.namespace(), canonical);
  }

  private Entry[] memory() {
    if (entries == null) {
      entries = shared(purpose);
    }
    return entries;
  }

  private static Entry[] shared(Purpose purpose) {
    Entry[][] found = new Entry[1][];
    MEMORIES.compute(
        purpose,
        (same, memory) -> {
          found[0] = memory == null ? null : memory.get();
          if (found[0] != null) {
            return memory;
          }
          found[0] = new Entry[SLOTS];
          return new SoftReference<>(found[0]);
        });
    return found[0];
  }

  private record Entry(String raw, Object value) {}
}
