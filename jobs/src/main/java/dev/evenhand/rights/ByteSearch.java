package dev.evenhand.rights;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks for any of many patterns of eight bytes or more at every place of some bytes.
 *
 * <p>The eight bytes up to a place are looked up among the endings of the patterns, after a table
 * of bits has ruled out nearly all of them; the patterns of one ending are sorted. So the time
 * hardly grows with the patterns, even if they all begin or all end alike.
 */
final class ByteSearch implements Serializable {
  static final int SHORTEST = 8;

  private static final long serialVersionUID = 1L;
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final int BITS_A_PATTERN = 32;

  /** By their last eight bytes, those of one length sorted in one array. */
  private final HashMap<Long, byte[][][]> byEnding;

  private final long[] bits;
  private final int shift;
  private final int longest;

  /**
   * @param patterns equal ones are one
   */
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
      int bit = bit(ending(pattern));
      bits[bit >> 6] |= 1L << bit;
      most = Math.max(most, pattern.length);
    }
    this.longest = most;
    this.byEnding =
        patterns.stream()
            .collect(
                Collectors.groupingBy(
                    ByteSearch::ending,
                    HashMap::new,
                    Collectors.collectingAndThen(Collectors.toList(), ByteSearch::sorted)));
  }

  private static long ending(byte[] pattern) {
    return ByteBuffer.wrap(pattern).getLong(pattern.length - SHORTEST);
  }

  private static byte[][][] sorted(List<byte[]> patterns) {
    Collection<List<byte[]>> byLength =
        patterns.stream()
            .collect(Collectors.groupingBy(each -> each.length, TreeMap::new, Collectors.toList()))
            .values();
    return byLength.stream()
        .map(each -> each.stream().sorted(Arrays::compare).toArray(byte[][]::new))
        .toArray(byte[][][]::new);
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
      if (at >= SHORTEST - 1) {
        int bit = bit(window);
        if ((bits[bit >> 6] & 1L << bit) != 0) {
          found += matches(window, bytes, at + 1, end);
        }
      }
    }
    return found;
  }

  private int bit(long ending) {
    return (int) (ending * MIX >>> shift);
  }

  /** How many patterns end after the last byte and begin before a place. */
  private long matches(long ending, byte[] bytes, int last, int end) {
    byte[][][] alike = byEnding.get(ending);
    if (alike == null) {
      return 0;
    }
    long found = 0;
    for (byte[][] patterns : alike) {
      int start = last - patterns[0].length;
      if (start >= 0 && start < end && isAmong(patterns, Arrays.copyOfRange(bytes, start, last))) {
        found++;
      }
    }
    return found;
  }

  private static boolean isAmong(byte[][] patterns, byte[] piece) {
    return Arrays.binarySearch(patterns, piece, Arrays::compare) >= 0;
  }
}
