package dev.evenhand.rights;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for any of many patterns of eight bytes or more at every place of some bytes.
 *
 * <p>The eight bytes from a place are looked up among the beginnings of the patterns, after a table
 * of bits has ruled out nearly all of them; so the time does not grow with the patterns.
 */
final class ByteSearch implements Serializable {
  static final int SHORTEST = 8;

  private static final long serialVersionUID = 1L;
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final int BITS_A_PATTERN = 32;

  private final Map<Long, List<byte[]>> byBeginning = new HashMap<>();
  private final long[] bits;
  private final int shift;
  private final int longest;

  ByteSearch(List<byte[]> patterns) {
    int power = 10;
    while (power < 30 && (1L << power) < (long) BITS_A_PATTERN * patterns.size()) {
      power++;
    }
    this.bits = new long[1 << (power - 6)];
    this.shift = Long.SIZE - power;
    int most = SHORTEST;
    for (byte[] pattern : patterns) {
      if (pattern.length < SHORTEST) {
        throw new IllegalArgumentException("a pattern has eight bytes or more");
      }
      long beginning = ByteBuffer.wrap(pattern).getLong();
      byBeginning.computeIfAbsent(beginning, none -> new ArrayList<>()).add(pattern);
      int bit = bit(beginning);
      bits[bit >> 6] |= 1L << bit;
      most = Math.max(most, pattern.length);
    }
    this.longest = most;
  }

  /** Bytes of the longest pattern, eight at least. */
  int longest() {
    return longest;
  }

  /**
   * How many patterns begin before a place.
   *
   * @param size how many of the bytes count
   * @param end the place; a pattern that begins before it may end after it
   */
  long count(byte[] bytes, int size, int end) {
    long found = 0;
    long window = 0;
    for (int at = 0; at < size; at++) {
      window = window << Byte.SIZE | bytes[at] & 0xff;
      int start = at - SHORTEST + 1;
      if (start >= end) {
        break;
      }
      if (start >= 0) {
        int bit = bit(window);
        if ((bits[bit >> 6] & 1L << bit) != 0) {
          found += matches(window, bytes, size, start);
        }
      }
    }
    return found;
  }

  private int bit(long beginning) {
    return (int) (beginning * MIX >>> shift);
  }

  private long matches(long beginning, byte[] bytes, int size, int start) {
    long found = 0;
    for (byte[] pattern : byBeginning.getOrDefault(beginning, List.of())) {
      if (start + pattern.length <= size && isAt(pattern, bytes, start)) {
        found++;
      }
    }
    return found;
  }

  private static boolean isAt(byte[] pattern, byte[] bytes, int start) {
    for (int i = SHORTEST; i < pattern.length; i++) {
      if (pattern[i] != bytes[start + i]) {
        return false;
      }
    }
    return true;
  }
}
