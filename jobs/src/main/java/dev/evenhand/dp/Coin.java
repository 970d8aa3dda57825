package dev.evenhand.dp;

import java.math.BigInteger;

/**
 * Coins of exactly a given probability, by integer arithmetic on fair bits: a fraction, or exp(-γ)
 * for a fraction γ. Canonne, Kamath, Steinke (2020), "The discrete Gaussian for differential
 * privacy", algorithm 1.
 */
final class Coin {
  /** Fractions whose parts stay below this are computed with in longs. */
  static final int LONG_BITS = 61;

  private Coin() {}

  /**
   * True with probability numerator / denominator, which is below 2⁶².
   *
   * <p>The bits of the probability are compared with fair ones until two differ: two bits on
   * average, whatever the fraction.
   */
  static boolean ofFraction(RandomBits bits, long numerator, long denominator) {
    if (numerator >= denominator) {
      return true;
    }
    long rest = numerator;
    while (rest != 0) {
      rest <<= 1;
      boolean isOne = rest >= denominator;
      if (isOne) {
        rest -= denominator;
      }
      if (bits.next() != isOne) {
        return isOne;
      }
    }
    return false;
  }

  static boolean ofFraction(RandomBits bits, BigInteger numerator, BigInteger denominator) {
    if (numerator.compareTo(denominator) >= 0) {
      return true;
    }
    BigInteger rest = numerator;
    while (rest.signum() != 0) {
      rest = rest.shiftLeft(1);
      boolean isOne = rest.compareTo(denominator) >= 0;
      if (isOne) {
        rest = rest.subtract(denominator);
      }
      if (bits.next() != isOne) {
        return isOne;
      }
    }
    return false;
  }

  /** True with probability exp(-numerator / denominator). */
  static boolean ofExponential(RandomBits bits, long numerator, long denominator) {
    long rest = numerator;
    while (rest >= denominator) {
      if (!alternating(bits, 1, 1)) {
        return false;
      }
      rest -= denominator;
    }
    return alternating(bits, rest, denominator);
  }

  static boolean ofExponential(RandomBits bits, BigInteger numerator, BigInteger denominator) {
    BigInteger rest = numerator;
    while (rest.compareTo(denominator) >= 0) {
      if (!alternating(bits, 1, 1)) {
        return false;
      }
      rest = rest.subtract(denominator);
    }
    long k = 1;
    while (ofFraction(bits, rest, denominator) && ofFraction(bits, 1, k)) {
      k++;
    }
    return k % 2 == 1;
  }

  /** exp(-γ), γ ≤ 1, as the alternating series of γᵏ/k!: coins of γ/k until one says no. */
  private static boolean alternating(RandomBits bits, long numerator, long denominator) {
    long k = 1;
    while (ofFraction(bits, numerator, denominator) && ofFraction(bits, 1, k)) {
      k++;
    }
    return k % 2 == 1;
  }
}
