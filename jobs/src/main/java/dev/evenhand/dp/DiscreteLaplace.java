package dev.evenhand.dp;

import java.math.BigInteger;
import org.apache.commons.math3.fraction.BigFraction;

/**
 * P[x] = (1 - r) / (1 + r) · r^|x|, r = exp(-1 / scale): the two-sided geometric distribution,
 * which is the Laplace distribution on whole numbers. Canonne, Kamath, Steinke (2020), algorithm 2.
 *
 * <p>Added to whole numbers that one subject changes by Δ at most (sum of absolute changes), it is
 * ε-differentially private with scale Δ / ε. Ghosh, Roughgarden, Sundararajan (2009).
 */
public final class DiscreteLaplace implements Noise {
  /** A draw's largest part is some dozen times the numerator; this leaves room for a thousand. */
  private static final int LONG_BITS = 52;

  private final BigFraction scale;
  private final BigInteger numerator;
  private final BigInteger denominator;
  private final boolean isLong;
  private final long t;
  private final long s;

  /**
   * @param scale above 0
   */
  public DiscreteLaplace(BigFraction scale) {
    if (scale.compareTo(BigFraction.ZERO) <= 0) {
      throw new IllegalArgumentException("scale must be above 0, was " + scale);
    }
    this.scale = scale;
    numerator = scale.getNumerator();
    denominator = scale.getDenominator();
    isLong = numerator.bitLength() <= LONG_BITS && denominator.bitLength() <= Coin.LONG_BITS;
    t = isLong ? numerator.longValueExact() : 0;
    s = isLong ? denominator.longValueExact() : 0;
  }

  public BigFraction scale() {
    return scale;
  }

  @Override
  public long draw(RandomBits bits) {
    while (true) {
      long size = isLong ? size(bits) : bigSize(bits);
      boolean isNegative = bits.next();
      if (!isNegative) {
        return size;
      }
      if (size != 0) { // else 0 would come twice as often
        return -size;
      }
    }
  }

  /** ⌊(u + t·v) / s⌋, u + t·v being geometric with ratio exp(-1 / t). */
  private long size(RandomBits bits) {
    long u = bits.below(t);
    while (!Coin.ofExponential(bits, u, t)) {
      u = bits.below(t);
    }
    return Math.addExact(u, Math.multiplyExact(t, whole(bits))) / s;
  }

  private long bigSize(RandomBits bits) {
    BigInteger u = bits.below(numerator);
    while (!Coin.ofExponential(bits, u, numerator)) {
      u = bits.below(numerator);
    }
    BigInteger v = BigInteger.valueOf(whole(bits));
    return u.add(numerator.multiply(v)).divide(denominator).longValueExact();
  }

  private static long whole(RandomBits bits) {
    long v = 0;
    while (Coin.ofExponential(bits, 1, 1)) {
      v++;
    }
    return v;
  }

  @Override
  public double probability(long value) {
    double rate = 1 / scale.doubleValue();
    return Math.tanh(rate / 2) * Math.exp(-Math.abs((double) value) * rate);
  }

  @Override
  public double deviation() {
    double rate = 1 / scale.doubleValue();
    return 1 / (Math.sqrt(2) * Math.sinh(rate / 2));
  }

  /** P[|x| > w] = 2 r^(w + 1) / (1 + r). */
  @Override
  public long halfWidth(double confidence) {
    double rate = 1 / scale.doubleValue();
    double tail = (1 - confidence) * (1 + Math.exp(-rate)) / 2;
    return Math.max(0, (long) Math.ceil(-Math.log(tail) / rate - 1 - 1e-9));
  }
}
