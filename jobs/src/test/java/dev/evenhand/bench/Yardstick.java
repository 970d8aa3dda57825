package dev.evenhand.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How fast one thread of this machine is while something else is timed: a fixed loop of arithmetic
 * and memory access, now and then.
 */
final class Yardstick {
  /** Of the loop on the machine whose figures are quoted, when nothing else ran there. */
  static final double REFERENCE_SECONDS = 0.40;

  private static final int WARM_UPS = 5;
  private static final int SIZE = 1 << 20;
  private static final int STEPS = 150_000_000;

  private final List<Double> seconds = new ArrayList<>();

  Yardstick() {
    for (int i = 0; i < WARM_UPS; i++) {
      seconds();
    }
  }

  /** One more look. */
  void look() {
    seconds.add(seconds());
  }

  /** The median time since the last call by the time there; over 1 where this machine is slower. */
  double slowness() {
    List<Double> sorted = seconds.stream().sorted().toList();
    seconds.clear();
    return sorted.get(sorted.size() / 2) / REFERENCE_SECONDS;
  }

  private static double seconds() {
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
