package dev.evenhand.dp;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Fair coins from a secure generator, none used twice. Not for several threads at once. */
public final class RandomBits {
  private static final int BUFFERED_BYTES = 8192;

  private final Consumer<byte[]> source;
  private final byte[] bytes = new byte[BUFFERED_BYTES];
  private final LongBuffer words = ByteBuffer.wrap(bytes).asLongBuffer();
  private long word;
  private int left;

  private RandomBits(Consumer<byte[]> source) {
    this.source = source;
    words.position(words.limit());
  }

  /** Bits of the platform's secure generator. */
  public static RandomBits secure() {
    return new RandomBits(new SecureRandom()::nextBytes);
  }

  /** The same bits each time, which protect nobody: for tests alone. */
  static RandomBits seeded(long seed) {
    return new RandomBits(new SplittableRandom(seed)::nextBytes);
  }

  boolean next() {
    if (left == 0) {
      refill();
    }
    boolean bit = (word & 1) != 0;
    word >>>= 1;
    left--;
    return bit;
  }

  /** So many bits, 63 at most, as a number. */
  long next(int bits) {
    long value = 0;
    int got = 0;
    while (got < bits) {
      if (left == 0) {
        refill();
      }
      int taken = Math.min(left, bits - got);
      value |= (word & ((1L << taken) - 1)) << got;
      word >>>= taken;
      left -= taken;
      got += taken;
    }
    return value;
  }

  /** Each of 0 to bound - 1 equally often. */
  long below(long bound) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(bound - 1);
    while (true) {
      long value = next(bits);
      if (value < bound) {
        return value;
      }
    }
  }

  /** Each of 0 to bound - 1 equally often. */
  BigInteger below(BigInteger bound) {
    int bits = bound.subtract(BigInteger.ONE).bitLength();
    while (true) {
      BigInteger value = BigInteger.ZERO;
      for (int got = 0; got < bits; got += 32) {
        long part = next(Math.min(32, bits - got));
        value = value.or(BigInteger.valueOf(part).shiftLeft(got));
      }
      if (value.compareTo(bound) < 0) {
        return value;
      }
    }
  }

  private void refill() {
    if (!words.hasRemaining()) {
      source.accept(bytes);
      words.rewind();
    }
    word = words.get();
    left = Long.SIZE;
  }
}
