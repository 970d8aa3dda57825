package dev.evenhand.ingest;

import java.io.Serializable;
import java.util.function.LongConsumer;

/** A map from hashes to numbers of 16 to 64 bytes an entry: the first value of a key stays. */
final class LongTable implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FIRST_SLOTS = 1 << 6;
  private static final long FREE = 0;

  private long[] keys = new long[FIRST_SLOTS];
  private long[] values = new long[FIRST_SLOTS];
  private int size;

  int size() {
    return size;
  }

  /** Does nothing if the key is there. A key of 0 counts as 1. */
  void putIfAbsent(long key, long value) {
    long own = key == FREE ? 1 : key;
    int slot = slot(own);
    if (keys[slot] == own) {
      return;
    }
    keys[slot] = own;
    values[slot] = value;
    size++;
    if (size > keys.length / 2) {
      grow();
    }
  }

  void putAllIfAbsent(LongTable other) {
    for (int i = 0; i < other.keys.length; i++) {
      if (other.keys[i] != FREE) {
        putIfAbsent(other.keys[i], other.values[i]);
      }
    }
  }

  void forEachValue(LongConsumer consumer) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != FREE) {
        consumer.accept(values[i]);
      }
    }
  }

  /** Where the key is, or where it may go: the next free slot. */
  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) (key ^ (key >>> 32)) & mask;
    while (keys[slot] != FREE && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new long[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
