package dev.evenhand.anonymity;

/**
 * Tuples of a class that may be left out so that the others lose less.
 *
 * @param number of the class
 * @param members its tuples now
 * @param tuples the ones to leave out
 * @param rows how many rows those have
 * @param gain what all rows together lose less then, those left out counted as lost whole
 */
record Outliers(int number, int[] members, int[] tuples, long rows, double gain) {
  double gainOfARow() {
    return gain / rows;
  }
}
