package dev.evenhand.bench;

/** How fast one thread of this machine is: a fixed loop of arithmetic and memory access. */
final class Yardstick {
  /** Of the loop on the machine whose figures are quoted, the least of five. */
  static final double REFERENCE_SECONDS = 1.00;

  private static final int SIZE = 1 << 20;
  private static final int STEPS = 150_000_000;

  private Yardstick() {}

  /** Its time here by the time there; over 1 where this machine is slower. */
  static double slowness() {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 5; i++) {
      least = Math.min(least, seconds());
    }
    return least / REFERENCE_SECONDS;
  }

  static double seconds() {
    long[] table = new long[SIZE];
    long start = System.nanoTime();
    long state = 42;
    for (int step = 0; step < STEPS; step++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      table[(int) (state >>> 44) & SIZE - 1] += state;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (table[0] == state) {
      throw new IllegalStateException("unlikely, and keeps the loop from being dropped");
    }
    return seconds;
  }
}
