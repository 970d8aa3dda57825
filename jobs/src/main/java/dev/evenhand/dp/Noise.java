package dev.evenhand.dp;

/** Whole numbers around 0, drawn exactly: no floating point takes part in a draw. */
public sealed interface Noise permits DiscreteLaplace, DiscreteGaussian {
  long draw(RandomBits bits);

  /** The probability of a value. */
  double probability(long value);

  /** The standard deviation. */
  double deviation();

  /** The smallest w with P[|noise| ≤ w] at least the confidence. */
  long halfWidth(double confidence);
}
