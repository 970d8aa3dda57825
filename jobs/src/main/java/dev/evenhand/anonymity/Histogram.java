package dev.evenhand.anonymity;

import java.util.Arrays;

/** How many of a class's rows have each value: codes ascending, each once, with its rows. */
record Histogram(int[] codes, long[] rows) {

  /** Of one dimension over some of the tuples. */
  static Histogram of(Tuples tuples, int dimension, int[] members) {
    long[] keys = new long[members.length];
    for (int i = 0; i < members.length; i++) {
      keys[i] = (long) tuples.code(members[i], dimension) << 32 | i;
    }
    Arrays.sort(keys);
    int[] codes = new int[keys.length];
    long[] rows = new long[keys.length];
    int size = 0;
    for (long key : keys) {
      int code = (int) (key >> 32);
      if (size == 0 || codes[size - 1] != code) {
        codes[size++] = code;
      }
      rows[size - 1] += tuples.rows(members[(int) key]);
    }
    return new Histogram(Arrays.copyOf(codes, size), Arrays.copyOf(rows, size));
  }
}
