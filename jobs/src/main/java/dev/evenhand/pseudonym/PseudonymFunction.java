package dev.evenhand.pseudonym;

import org.apache.spark.sql.api.java.UDF1;

/**
 * Raw identifier to pseudonym, remembering the latest ones: sales lines repeat their customers.
 *
 * <p>The memory is a direct-mapped table of immutable entries, so that two threads at worst compute
 * the same pseudonym twice.
 */
final class PseudonymFunction implements UDF1<String, String> {
  private static final long serialVersionUID = 1L;
  private static final int SLOTS = 1 << 15;

  private final KeyReference keys;
  private final String namespace;
  private final CanonicalForm form;
  private transient Entry[] entries;

  PseudonymFunction(KeyReference keys, String namespace, CanonicalForm form) {
    this.keys = keys;
    this.namespace = namespace;
    this.form = form;
  }

  @Override
  public String call(String raw) {
    if (raw == null) {
      return null;
    }
    Entry[] memory = memory();
    int hash = raw.hashCode();
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    Entry entry = memory[slot];
    if (entry == null || !entry.raw.equals(raw)) {
      entry = new Entry(raw, pseudonym(raw));
      memory[slot] = entry;
    }
    return entry.pseudonym;
  }

  private String pseudonym(String raw) {
    String canonical = form.of(raw);
    return canonical == null ? null : keys.keyset().pseudonym(namespace, canonical);
  }

  private Entry[] memory() {
    Entry[] memory = entries;
    if (memory == null) {
      memory = new Entry[SLOTS];
      entries = memory;
    }
    return memory;
  }

  private record Entry(String raw, String pseudonym) {}
}
