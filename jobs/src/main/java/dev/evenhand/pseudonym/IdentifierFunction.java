package dev.evenhand.pseudonym;

import java.io.Serializable;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Raw identifier to what the keyset makes of its canonical form, remembering the latest ones: sales
 * lines repeat their customers.
 *
 * <p>The memory is a direct-mapped table of immutable entries, so that two threads at worst compute
 * the same value twice.
 */
final class IdentifierFunction<T> implements UDF1<String, T> {
  private static final long serialVersionUID = 1L;
  private static final int SLOTS = 1 << 15;

  private final KeyReference keys;
  private final String namespace;
  private final CanonicalForm form;
  private final Made<T> made;
  private transient Entry[] entries;

  IdentifierFunction(KeyReference keys, String namespace, CanonicalForm form, Made<T> made) {
    this.keys = keys;
    this.namespace = namespace;
    this.form = form;
    this.made = made;
  }

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
    Entry[] memory = memory();
    int hash = raw.hashCode();
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    Entry entry = memory[slot];
    if (entry == null || !entry.raw.equals(raw)) {
      entry = new Entry(raw, value(raw));
      memory[slot] = entry;
    }
    return (T) entry.value;
  }

  private T value(String raw) {
    String canonical = form.of(raw);
    return canonical == null ? null : made.of(keys.keyset(), namespace, canonical);
  }

  private Entry[] memory() {
    Entry[] memory = entries;
    if (memory == null) {
      memory = new Entry[SLOTS];
      entries = memory;
    }
    return memory;
  }

  private record Entry(String raw, Object value) {}
}
