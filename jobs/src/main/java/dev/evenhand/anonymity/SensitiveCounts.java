package dev.evenhand.anonymity;

/**
 * How many rows of each tuple have which sensitive value, sparse.
 *
 * @param values how many sensitive values there are
 * @param from where a tuple's entries begin; one more than there are tuples
 * @param codes the value of an entry
 * @param rows the rows of an entry
 */
record SensitiveCounts(int values, int[] from, int[] codes, int[] rows) {

  void add(int tuple, long[] rowsByValue, int times) {
    for (int i = from[tuple]; i < from[tuple + 1]; i++) {
      rowsByValue[codes[i]] += (long) times * rows[i];
    }
  }
}
