package dev.evenhand.fairness;

import dev.evenhand.fairness.ScanState.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/**
 * The groups of a task by their key: an open hash table whose keys are hashed and compared as
 * words, in one reading of the row's bytes. A map of rows takes three times as long, which every
 * row would pay.
 */
final class KeyTable {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final List<UnsafeRow> keys = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private long[][] words = new long[64][];
  private int[] places = new int[64];
  private long[] read = new long[32];

  /** The group of a key; a new one if the key was not seen before. */
  Group get(UnsafeRow key, Supplier<Group> made) {
    int length = key.getSizeInBytes() >>> 3; // rows are whole words
    if (length > read.length) {
      read = new long[2 * length];
    }
    Object base = key.getBaseObject();
    long from = key.getBaseOffset();
    long hash = length;
    for (int i = 0; i < length; i++) {
      long word = Platform.getLong(base, from + 8L * i);
      read[i] = word;
      hash = (hash ^ word) * MIX;
    }
    int mask = words.length - 1;
    int at = (int) (hash >>> 32) & mask;
    while (words[at] != null) {
      if (isEqual(words[at], length)) {
        return groups.get(places[at]);
      }
      at = at + 1 & mask;
    }
    return add(key, length, at, made.get());
  }

  private boolean isEqual(long[] known, int length) {
    if (known.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (known[i] != read[i]) {
        return false;
      }
    }
    return true;
  }

  private Group add(UnsafeRow key, int length, int at, Group group) {
    words[at] = Arrays.copyOf(read, length);
    places[at] = groups.size();
    keys.add(key.copy());
    groups.add(group);
    if (2 * groups.size() > words.length) {
      grow();
    }
    return group;
  }

  private void grow() {
    long[][] oldWords = words;
    int[] oldPlaces = places;
    words = new long[2 * oldWords.length][];
    places = new int[2 * oldWords.length];
    for (int old = 0; old < oldWords.length; old++) {
      if (oldWords[old] != null) {
        long hash = oldWords[old].length;
        for (long word : oldWords[old]) {
          hash = (hash ^ word) * MIX;
        }
        int at = (int) (hash >>> 32) & words.length - 1;
        while (words[at] != null) {
          at = at + 1 & words.length - 1;
        }
        words[at] = oldWords[old];
        places[at] = oldPlaces[old];
      }
    }
  }

  /** In the order in which the keys were first seen. */
  void forEach(BiConsumer<UnsafeRow, Group> each) {
    for (int i = 0; i < keys.size(); i++) {
      each.accept(keys.get(i), groups.get(i));
    }
  }
}
