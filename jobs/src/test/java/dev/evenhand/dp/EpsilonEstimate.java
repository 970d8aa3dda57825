package dev.evenhand.dp;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * How private two sets of outputs can still be: a lower bound of ε, given δ, that is above the true
 * one with probability 0.001 at most.
 *
 * <p>The first half of the outputs chooses an event {statistic ≥ t}, the second half bounds its
 * probabilities p and q (Clopper, Pearson 1934): ε ≥ ln((p - δ) / q).
 */
record EpsilonEstimate(double[] outputs, double[] neighbour, double delta) {
  private static final double ERROR = 0.0005;

  double lowerBound() {
    double bound = 0;
    for (int sign : new int[] {1, -1}) {
      bound = Math.max(bound, oneWay(signed(outputs, sign), signed(neighbour, sign)));
      bound = Math.max(bound, oneWay(signed(neighbour, sign), signed(outputs, sign)));
    }
    return bound;
  }

  private static double[] signed(double[] values, int sign) {
    return Arrays.stream(values).map(value -> sign * value).toArray();
  }

  private double oneWay(double[] more, double[] less) {
    int half = more.length / 2;
    double[] first = Arrays.copyOfRange(more, 0, half);
    double[] other = Arrays.copyOfRange(less, 0, half);
    double[] cuts = first.clone();
    Arrays.sort(cuts);
    double chosen = cuts[0];
    double best = 0;
    for (int i = 0; i < 200; i++) {
      double cut = cuts[(int) ((long) i * half / 200)];
      double bound = bound(first, other, cut);
      if (bound > best) {
        best = bound;
        chosen = cut;
      }
    }
    return bound(
        Arrays.copyOfRange(more, half, more.length),
        Arrays.copyOfRange(less, half, less.length),
        chosen);
  }

  private double bound(double[] more, double[] less, double cut) {
    long inMore = Arrays.stream(more).filter(value -> value >= cut).count();
    long inLess = Arrays.stream(less).filter(value -> value >= cut).count();
    if (inMore == 0) {
      return 0;
    }
    double p =
        new BetaDistribution(inMore, more.length - inMore + 1.0)
            .inverseCumulativeProbability(ERROR);
    double q =
        inLess == less.length
            ? 1
            : new BetaDistribution(inLess + 1.0, less.length - inLess)
                .inverseCumulativeProbability(1 - ERROR);
    return p <= delta ? 0 : Math.log((p - delta) / q);
  }
}
