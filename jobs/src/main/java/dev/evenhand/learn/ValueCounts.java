package dev.evenhand.learn;

import java.io.Serializable;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * A feature's values with their counts: all of them, or the ones with the smallest hashes when they
 * are too many.
 *
 * <p>Which values are kept, and their counts, depends neither on the order of the rows nor on their
 * partitions: a value among the smallest of all is among the smallest of each part. Cohen and
 * Kaplan (2007), "Summarizing Data using Bottom-k Sketches". Zero has the smallest hash and is
 * always kept.
 */
final class ValueCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int most;
  private long[] bits = new long[16];
  private long[] counts = new long[16];
  private int size;
  private long limit = Long.MAX_VALUE;

  ValueCounts(int most) {
    this.most = most;
  }

  void add(double value, long count) {
    addBits(Double.doubleToLongBits(value + 0.0), count); // + 0.0 makes -0.0 the same as 0.0
  }

  private void addBits(long key, long count) {
    long hash = hash(key);
    if (hash > limit || count == 0) {
      return;
    }
    int at = slot(key, hash);
    if (counts[at] == 0) {
      bits[at] = key;
      size++;
    }
    counts[at] += count;
    if (2 * size > counts.length) {
      rebuild(size > 2 * most ? most : size);
    }
  }

  private int slot(long key, long hash) {
    int mask = counts.length - 1;
    int at = (int) hash & mask;
    while (counts[at] != 0 && bits[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /** Keeps that many values of the smallest hashes, in a table twice as large as they need. */
  private void rebuild(int kept) {
    if (kept < size) {
      long[] hashes = new long[size];
      int next = 0;
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] != 0) {
          hashes[next++] = hash(bits[i]);
        }
      }
      Arrays.sort(hashes);
      limit = hashes[kept - 1];
    }
    long[] oldBits = bits;
    long[] oldCounts = counts;
    int capacity = Integer.highestOneBit(Math.max(8, kept)) * 4;
    bits = new long[capacity];
    counts = new long[capacity];
    size = 0;
    for (int i = 0; i < oldCounts.length; i++) {
      addBits(oldBits[i], oldCounts[i]);
    }
  }

  void merge(ValueCounts other) {
    limit = Math.min(limit, other.limit);
    for (int i = 0; i < other.counts.length; i++) {
      addBits(other.bits[i], other.counts[i]);
    }
  }

  /** The values that are kept, in order. */
  TreeMap<Double, Long> sorted() {
    if (size > most || limit != Long.MAX_VALUE) {
      rebuild(Math.min(size, most));
    }
    TreeMap<Double, Long> sorted = new TreeMap<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        sorted.put(Double.longBitsToDouble(bits[i]), counts[i]);
      }
    }
    return sorted;
  }

  /** MurmurHash3's finalizer, a bijection that leaves 0 where it is, made the smallest. */
  static long mixed(long key) {
    long hash = key;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  private static long hash(long key) {
    return mixed(key) ^ Long.MIN_VALUE;
  }
}
