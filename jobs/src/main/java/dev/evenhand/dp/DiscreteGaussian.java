package dev.evenhand.dp;

import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.fraction.BigFraction;
import org.apache.commons.math3.special.Erf;

/**
 * P[x] ∝ exp(-x² / (2σ²)) on whole numbers. Canonne, Kamath, Steinke (2020), algorithm 3.
 *
 * <p>Added to each of several whole numbers that one subject changes by Δ at most (root of the sum
 * of squared changes), it is ρ-zero-concentrated differentially private with σ² = Δ² / (2ρ).
 */
public final class DiscreteGaussian implements Noise {
  private static final double SUMMED_BELOW = 100;

  private final BigFraction variance;
  private final BigInteger n;
  private final BigInteger step;
  private final BigInteger denominator;
  private final DiscreteLaplace proposal;
  private final boolean isLong;
  private final long mostLong;
  private final double total;
  private final double deviation;
  private final Map<Double, Long> halfWidths = new ConcurrentHashMap<>();

  /**
   * @param variance σ², above 0
   */
  public DiscreteGaussian(BigFraction variance) {
    if (variance.compareTo(BigFraction.ZERO) <= 0) {
      throw new IllegalArgumentException("variance must be above 0, was " + variance);
    }
    this.variance = variance;
    n = variance.getNumerator();
    BigInteger d = variance.getDenominator();
    BigInteger t = n.divide(d).sqrt().add(BigInteger.ONE);
    step = d.multiply(t);
    denominator = BigInteger.TWO.multiply(n).multiply(step).multiply(t);
    proposal = new DiscreteLaplace(new BigFraction(t));
    isLong = denominator.bitLength() <= Coin.LONG_BITS;
    // Up to this value its distance from n, squared, is a long.
    mostLong = isLong ? BigInteger.ONE.shiftLeft(30).subtract(n).divide(step).longValueExact() : -1;
    total = total(variance.doubleValue());
    deviation = deviation(variance.doubleValue());
  }

  /**
   * The noise that makes a list of whole numbers ρ-zero-concentrated differentially private.
   *
   * @param change the root of the sum of squared changes by one subject, at most
   * @param rho above 0
   */
  public static DiscreteGaussian of(long change, double rho) {
    return (DiscreteGaussian)
        Sensitivity.of(1, change, 1).gaussian(Fractions.of(PrivacyCost.down(rho)));
  }

  public BigFraction variance() {
    return variance;
  }

  @Override
  public long draw(RandomBits bits) {
    while (true) {
      long value = proposal.draw(bits);
      if (isKept(bits, Math.abs(value))) {
        return value;
      }
    }
  }

  /**
   * With probability exp(-(|y| - σ²/t)² / (2σ²)), which for σ² = n/d is exp(-(|y|dt - n)² /
   * (2ndt²)).
   */
  private boolean isKept(RandomBits bits, long size) {
    if (size <= mostLong) {
      long away = size * step.longValue() - n.longValue();
      return Coin.ofExponential(bits, away * away, denominator.longValue());
    }
    BigInteger away = BigInteger.valueOf(size).multiply(step).subtract(n);
    return Coin.ofExponential(bits, away.multiply(away), denominator);
  }

  @Override
  public double probability(long value) {
    return unnormed(value, variance.doubleValue()) / total;
  }

  private static double unnormed(double value, double squared) {
    return Math.exp(-value * value / (2 * squared));
  }

  /** The sum over all whole numbers; √(2πσ²) to the last digit where σ is not small. */
  private static double total(double squared) {
    if (squared > SUMMED_BELOW) {
      return Math.sqrt(2 * Math.PI * squared);
    }
    double sum = 1;
    for (int value = 1; unnormed(value, squared) > 0; value++) {
      sum += 2 * unnormed(value, squared);
    }
    return sum;
  }

  private static double deviation(double squared) {
    if (squared > SUMMED_BELOW) {
      return Math.sqrt(squared);
    }
    double sum = 0;
    for (int value = 1; unnormed(value, squared) > 0; value++) {
      sum += 2.0 * value * value * unnormed(value, squared);
    }
    return Math.sqrt(sum / total(squared));
  }

  @Override
  public double deviation() {
    return deviation;
  }

  @Override
  public long halfWidth(double confidence) {
    return halfWidths.computeIfAbsent(confidence, this::width);
  }

  private long width(double confidence) {
    double squared = variance.doubleValue();
    if (squared > SUMMED_BELOW) { // a value stands for the half step to either side
      return (long) Math.ceil(Math.sqrt(2 * squared) * Erf.erfInv(confidence) - 0.5);
    }
    double inside = probability(0);
    long width = 0;
    while (inside < confidence) {
      width++;
      inside += 2 * probability(width);
    }
    return width;
  }
}
