package dev.evenhand.dp;

import java.math.BigDecimal;
import org.apache.commons.math3.fraction.BigFraction;

/**
 * Which of the groups found in the data may be named: those whose number of subjects, with noise,
 * is above k.
 *
 * <p>The noise is discrete Laplace with ratio r = exp(-ε), cut off at ±k, and k the smallest with
 * P[noise = k] = r^k (1 - r) / (1 + r - 2 r^(k+1)) ≤ δ. A group of one subject is named with
 * probability δ at most, one of none never; no other (ε, δ)-private rule names more. Desfontaines,
 * Voss, Gipson, Mandayam (2020), "Differentially private partition selection", theorem 3.
 */
final class GroupSelection {
  private final DiscreteLaplace noise;
  private final long k;

  /**
   * @param epsilon for all groups of a subject together
   * @param delta likewise
   * @param groups that a subject has a part in at most
   */
  GroupSelection(BigFraction epsilon, BigDecimal delta, int groups) {
    noise = (DiscreteLaplace) Sensitivity.of(groups, 1, 1).laplace(epsilon);
    double each = delta.doubleValue() / groups * (1 - 1e-9); // less than the error of a double
    double rate = 1 / noise.scale().doubleValue();
    long smallest = Math.max(1, (long) Math.floor(Math.log(Math.tanh(rate / 2) / each) / rate) - 1);
    while (atEnd(rate, smallest) > each) {
      smallest++;
    }
    k = smallest;
  }

  private static double atEnd(double rate, long k) {
    return -Math.expm1(-rate)
        * Math.exp(-rate * k)
        / (1 + Math.exp(-rate) - 2 * Math.exp(-rate * (k + 1)));
  }

  /** For tests: any noise at any threshold. */
  GroupSelection(DiscreteLaplace noise, long k) {
    this.noise = noise;
    this.k = k;
  }

  DiscreteLaplace noise() {
    return noise;
  }

  long k() {
    return k;
  }

  /** The number of subjects above which a group is named in any case. */
  long surely() {
    return 2 * k;
  }

  boolean isNamed(long subjects, RandomBits bits) {
    if (subjects == 0) {
      return false;
    }
    long drawn = noise.draw(bits);
    while (Math.abs(drawn) > k) {
      drawn = noise.draw(bits);
    }
    return subjects + drawn > k;
  }
}
