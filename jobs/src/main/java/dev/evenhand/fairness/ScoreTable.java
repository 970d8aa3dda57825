package dev.evenhand.fairness;

import java.util.Arrays;

/**
 * Weight of each label at each distinct score of one group, or in each bin where rows have weights:
 * an open hash table of primitives, since a table of objects or a shuffle of rows costs several
 * times as much.
 *
 * <p>A key orders as its score does; exact keys keep every bit, near 1 as near 0.
 */
final class ScoreTable implements ScoreCells {
  private static final long serialVersionUID = 1L;
  private static final long EMPTY = -1L;
  private static final long HALF = Double.doubleToRawLongBits(0.5);

  /** Values of a cell: w and w^2 of negatives, w and w^2 of positives. */
  static final int VALUES = 4;

  /** Where no row has a weight, w^2 is w and not kept. */
  private final int kept;

  private final int level;
  private final boolean isWeighted;
  private long[] keys;
  private double[] values;
  private int size;

  ScoreTable(int level, boolean isWeighted) {
    this.level = level;
    this.isWeighted = isWeighted;
    this.kept = isWeighted ? VALUES : VALUES / 2;
    allocate(16);
  }

  private long key(double score) {
    if (level >= 0) {
      return Bins.of(score, level);
    }
    return score <= 0.5
        ? Double.doubleToRawLongBits(score + 0.0) // -0.0 is 0.0
        : Long.MAX_VALUE - Double.doubleToRawLongBits(1 - score);
  }

  private static double score(long key) {
    return key <= HALF
        ? Double.longBitsToDouble(key)
        : 1 - Double.longBitsToDouble(Long.MAX_VALUE - key); // exact, as 1 - s was
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void add(double score, int label, double weight) {
    int slot = slot(key(score));
    if (isWeighted) {
      values[kept * slot + 2 * label] += weight;
      values[kept * slot + 2 * label + 1] += weight * weight;
    } else {
      values[kept * slot + label]++;
    }
  }

  @Override
  public void merge(ScoreCells other) {
    ScoreTable table = (ScoreTable) other;
    for (int i = 0; i < table.keys.length; i++) {
      if (table.keys[i] != EMPTY) {
        addAll(table.keys[i], table.values, kept * i);
      }
    }
  }

  private void addAll(long key, double[] from, int at) {
    int to = kept * slot(key);
    for (int j = 0; j < kept; j++) {
      values[to + j] += from[at + j];
    }
  }

  @Override
  public ScoreCells at(int coarserLevel) {
    return isWeighted ? weighted(coarserLevel) : counts(coarserLevel);
  }

  private ScoreTable weighted(int coarserLevel) {
    ScoreTable table = new ScoreTable(coarserLevel, true);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY) {
        table.addAll(binOf(keys[i], coarserLevel), values, kept * i);
      }
    }
    return table;
  }

  private BinTable counts(int coarserLevel) {
    BinTable table = new BinTable(coarserLevel);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY) {
        int bin = binOf(keys[i], coarserLevel);
        table.add(bin, 0, (int) values[kept * i]);
        table.add(bin, 1, (int) values[kept * i + 1]);
      }
    }
    return table;
  }

  private int binOf(long key, int coarserLevel) {
    return level < 0
        ? Bins.of(score(key), coarserLevel)
        : Bins.coarser((int) key, level, coarserLevel);
  }

  @Override
  public void addTo(double[] all) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY) {
        int to = 2 * (int) keys[i];
        all[to] += values[kept * i];
        all[to + 1] += values[kept * i + kept / 2];
      }
    }
  }

  /** Copies the filled slots to the arrays from the place given on. */
  void copyTo(long[] intoKeys, double[] intoValues, int from) {
    int to = from;
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY) {
        intoKeys[to] = keys[i];
        for (int j = 0; j < VALUES; j++) {
          intoValues[VALUES * to + j] = values[kept * i + (isWeighted ? j : j / 2)];
        }
        to++;
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
        System.arraycopy(oldValues, kept * i, values, kept * slot(oldKeys[i]), kept);
      }
    }
  }

  private void allocate(int capacity) {
    keys = new long[capacity];
    Arrays.fill(keys, EMPTY);
    values = new double[kept * capacity];
    size = 0;
  }

  private static int hash(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32);
  }
}
