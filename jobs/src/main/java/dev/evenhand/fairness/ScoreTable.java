package dev.evenhand.fairness;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How much weight of each label lies at each distinct score of one group: an open hash table of
 * primitives, since a table of objects or a shuffle of rows costs several times as much.
 *
 * <p>A key orders as its score does and keeps its precision near 0 and near 1. Dropping low bits
 * makes bins of a relative width, which is how a table that grows too large is made coarser.
 */
final class ScoreTable implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long EMPTY = -1L;
  private static final long HALF = Double.doubleToRawLongBits(0.5);
  static final int VALUES = 4;

  private long[] keys;
  private double[] values;
  private int size;

  ScoreTable() {
    allocate(16);
  }

  /** A score's key; {@code dropped} low bits of it are lost, none for 0. */
  static long key(double score, int dropped) {
    return coarser(
        score <= 0.5
            ? Double.doubleToRawLongBits(score + 0.0)
            : Long.MAX_VALUE - Double.doubleToRawLongBits(1 - score),
        dropped);
  }

  static long coarser(long key, int dropped) {
    long kept = -1L << dropped;
    return key <= HALF ? key & kept : Long.MAX_VALUE - ((Long.MAX_VALUE - key) & kept);
  }

  int size() {
    return size;
  }

  /** Adds a row; true if its score was not there yet. */
  boolean add(long key, int label, double weight) {
    int before = size;
    int at = VALUES * slot(key) + 2 * label;
    values[at] += weight;
    values[at + 1] += weight * weight;
    return size != before;
  }

  void merge(ScoreTable other, int dropped) {
    for (int i = 0; i < other.keys.length; i++) {
      if (other.keys[i] != EMPTY) {
        int at = VALUES * slot(coarser(other.keys[i], dropped));
        for (int j = 0; j < VALUES; j++) {
          values[at + j] += other.values[VALUES * i + j];
        }
      }
    }
  }

  ScoreTable coarsened(int dropped) {
    ScoreTable table = new ScoreTable();
    table.merge(this, dropped);
    return table;
  }

  /** Copies the filled slots to the arrays from the place given on. */
  void copyTo(long[] intoKeys, double[] intoValues, int from) {
    int to = from;
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY) {
        intoKeys[to] = keys[i];
        System.arraycopy(values, VALUES * i, intoValues, VALUES * to++, VALUES);
      }
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int at = hash(key) & mask;
    while (keys[at] != key) {
      if (keys[at] == EMPTY) {
        return insert(key, at);
      }
      at = at + 1 & mask;
    }
    return at;
  }

  private int insert(long key, int at) {
    if (2 * (size + 1) > keys.length) {
      grow();
      return slot(key);
    }
    keys[at] = key;
    size++;
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    double[] oldValues = values;
    allocate(2 * oldKeys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != EMPTY) {
        System.arraycopy(oldValues, VALUES * i, values, VALUES * slot(oldKeys[i]), VALUES);
      }
    }
  }

  private void allocate(int capacity) {
    keys = new long[capacity];
    Arrays.fill(keys, EMPTY);
    values = new double[VALUES * capacity];
    size = 0;
  }

  private static int hash(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32);
  }
}
