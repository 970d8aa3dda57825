package dev.evenhand.dp;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.commons.math3.fraction.BigFraction;

/** Exact numbers, and short ones near them. */
final class Fractions {
  private static final int SHORT_BITS = 24;

  private Fractions() {}

  static BigFraction of(BigDecimal value) {
    return value.scale() >= 0
        ? new BigFraction(value.unscaledValue(), BigInteger.TEN.pow(value.scale()))
        : new BigFraction(value.toBigIntegerExact());
  }

  /** A decimal that is not smaller. */
  static BigDecimal decimal(BigFraction value) {
    return new BigDecimal(value.getNumerator())
        .divide(
            new BigDecimal(value.getDenominator()), PrivacyCost.SCALE + 12, RoundingMode.CEILING);
  }

  /** A fraction of short parts that is not smaller: more noise, by a ten-millionth at most. */
  static BigFraction up(BigFraction value) {
    BigInteger n = value.getNumerator();
    BigInteger d = value.getDenominator();
    if (n.bitLength() <= SHORT_BITS && d.bitLength() <= SHORT_BITS) {
      return value;
    }
    int shift = SHORT_BITS - (n.bitLength() - d.bitLength());
    BigInteger scaled = shift >= 0 ? n.shiftLeft(shift) : n;
    BigInteger unit = shift >= 0 ? d : d.shiftLeft(-shift);
    BigInteger steps = scaled.add(unit).subtract(BigInteger.ONE).divide(unit);
    return shift >= 0
        ? new BigFraction(steps, BigInteger.ONE.shiftLeft(shift))
        : new BigFraction(steps.shiftLeft(-shift));
  }
}
