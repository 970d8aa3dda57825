package dev.evenhand.dp;

import dev.evenhand.base.DataProblem;
import java.math.BigInteger;
import org.apache.commons.math3.fraction.BigFraction;

/**
 * How much one subject changes a list of whole numbers at most.
 *
 * @param sum of the absolute changes
 * @param squares the sum of the squared changes
 */
record Sensitivity(BigInteger sum, BigInteger squares) {
  /** Noise is a long; past this it would drown any figure. */
  private static final int MOST_BITS = 50;

  /**
   * Of a subject with a part in {@code groups} groups.
   *
   * @param change the most that it changes a number of a group
   * @param numbers of a group that it changes each
   */
  static Sensitivity of(int groups, long change, int numbers) {
    BigInteger one = BigInteger.valueOf(change);
    BigInteger times = BigInteger.valueOf(groups).multiply(BigInteger.valueOf(numbers));
    return new Sensitivity(one.multiply(times), one.multiply(one).multiply(times));
  }

  /** The noise that makes the numbers ε-differentially private. */
  Noise laplace(BigFraction epsilon) {
    return new DiscreteLaplace(checked(new BigFraction(sum).divide(epsilon), MOST_BITS));
  }

  /** The noise that makes the numbers ρ-zero-concentrated differentially private. */
  Noise gaussian(BigFraction rho) {
    BigFraction variance = new BigFraction(squares).divide(rho.multiply(2));
    return new DiscreteGaussian(checked(variance, 2 * MOST_BITS));
  }

  private static BigFraction checked(BigFraction size, int bits) {
    if (size.compareTo(new BigFraction(BigInteger.ONE.shiftLeft(bits))) > 0) {
      throw new DataProblem(
          "The noise would be larger than any figure. Raise epsilon, or lower the bounds.");
    }
    return Fractions.up(size);
  }
}
