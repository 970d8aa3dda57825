package dev.evenhand.fairness;

/**
 * A fixed division of [0, 1] into bins, by level from fine to coarse; each level's bins are unions
 * of bins of the level before, so that any order of rows and partitions ends in the same bins.
 *
 * <p>Distance to the nearer end, 0 or 1, is divided by halving it again and again; a halving has
 * 2^14 bins at level 0 (one bit less a level), and one bit less for every four halvings further
 * out, where there are usually few scores.
 */
final class Bins {
  /** Exact scores: no bins yet. */
  static final int EXACT = -1;

  static final int LEVELS = 9;

  private static final int FINEST_BITS = 14;
  private static final int HALVINGS = 48;
  private static final int HALVINGS_A_BIT = 4;
  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
  private static final int EXPONENT_OF_QUARTER = 1021; // of doubles in [0.25, 0.5)

  private static final int[][] OFFSETS = new int[LEVELS][HALVINGS];
  private static final int[] HALF = new int[LEVELS];

  static {
    for (int level = 0; level < LEVELS; level++) {
      int next = 1; // bin 0 is everything nearer than the last halving
      for (int k = HALVINGS - 1; k >= 0; k--) {
        OFFSETS[level][k] = next;
        next += 1 << bits(level, k);
      }
      HALF[level] = next + 1; // one more for exactly 0.5
    }
  }

  private Bins() {}

  /** How many bins a level has. */
  static int count(int level) {
    return 2 * HALF[level] - 1;
  }

  /** The bin of a score; bins ascend with scores. */
  static int of(double score, int level) {
    return score <= 0.5 ? position(score, level) : count(level) - 1 - position(1 - score, level);
  }

  private static int position(double distance, int level) {
    long raw = Double.doubleToRawLongBits(distance);
    int k = EXPONENT_OF_QUARTER - (int) (raw >>> MANTISSA_BITS & 0x7FF);
    if (k < 0) {
      return HALF[level] - 1;
    }
    return k >= HALVINGS
        ? 0
        : OFFSETS[level][k] + (int) ((raw & MANTISSA) >>> MANTISSA_BITS - bits(level, k));
  }

  /** The bin of a coarser level that holds a bin of a finer one. */
  static int coarser(int bin, int level, int coarserLevel) {
    boolean isLower = bin < HALF[level];
    int position = isLower ? bin : count(level) - 1 - bin;
    int coarse = coarserPosition(position, level, coarserLevel);
    return isLower ? coarse : count(coarserLevel) - 1 - coarse;
  }

  private static int coarserPosition(int position, int level, int coarserLevel) {
    if (position == 0) {
      return 0;
    }
    if (position == HALF[level] - 1) {
      return HALF[coarserLevel] - 1;
    }
    int k = 0;
    while (position < OFFSETS[level][k]) {
      k++;
    }
    int shift = bits(level, k) - bits(coarserLevel, k);
    return OFFSETS[coarserLevel][k] + (position - OFFSETS[level][k] >>> shift);
  }

  private static int bits(int level, int k) {
    return Math.max(0, FINEST_BITS - level - k / HALVINGS_A_BIT);
  }
}
