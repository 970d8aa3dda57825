package dev.evenhand.learn;

import dev.evenhand.dp.DiscreteGaussian;
import dev.evenhand.dp.RandomBits;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;

/**
 * Accelerated gradient descent on all rows, each gradient with exact noise; gives the mean of the
 * second half of its points. Nesterov (1983); noisy gradients after Bassily, Smith, Thakurta
 * (2014).
 *
 * <p>A subject's gradient is no longer than √(maxNorm² + 1), whatever the point: features are
 * clipped once, |p - y| ≤ 1, and the subject's rows share a weight of 1. It is added up in whole
 * steps of a grid, rounded towards 0, which makes no vector longer; so the sensitivity is exact and
 * sums depend on no partition.
 */
record PrivateDescent(JavaRDD<PrivateExample> rows, int width, Settings settings) {
  static final double STEPS = 0x1p24;

  /** Room for the last digits of a norm, which doubles round. */
  private static final double SLACK = 1 + 1e-9;

  /** Of ρ, what the number of subjects gets; it scales every gradient, and needs little. */
  private static final double SHARE_OF_NUMBER = 0.05;

  /**
   * @param rho of zero-concentrated differential privacy for all that is looked at
   */
  record Settings(double rho, double maxNorm, int iterations, double penalty) {}

  /**
   * @param deviation of the noise of a gradient's parts, summed over subjects
   */
  record Fit(double[] point, double subjects, double deviation) {}

  Fit fit(RandomBits bits) {
    double norm = Math.hypot(settings.maxNorm(), 1);
    double scale = STEPS / norm;
    double rho = settings.rho() * (1 - SHARE_OF_NUMBER) / settings.iterations();
    DiscreteGaussian noise = DiscreteGaussian.of((long) Math.ceil(STEPS * SLACK), rho);
    double subjects = subjects(bits);
    double rate = 1 / (norm * norm / 4 + settings.penalty());
    double[] point = new double[width + 1];
    double[] ahead = new double[width + 1];
    double[] sum = new double[width + 1];
    double momentum = 1;
    for (int round = 0; round < settings.iterations(); round++) {
      long[] gradient = gradient(ahead, scale);
      double next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      for (int j = 0; j <= width; j++) {
        double noisy = (gradient[j] + (double) noise.draw(bits)) / (scale * subjects);
        double penalty = j == width ? 0 : settings.penalty() * ahead[j];
        double moved = ahead[j] - rate * (noisy + penalty);
        ahead[j] = moved + (momentum - 1) / next * (moved - point[j]);
        point[j] = moved;
        sum[j] += round >= settings.iterations() / 2 ? moved : 0;
      }
      momentum = next;
    }
    int averaged = settings.iterations() - settings.iterations() / 2;
    return new Fit(
        Arrays.stream(sum).map(each -> each / averaged).toArray(),
        subjects,
        noise.deviation() / scale);
  }

  /** The sum of all weights, each rounded down to the grid, with noise: at least one. */
  private double subjects(RandomBits bits) {
    long exact =
        rows.aggregate(0L, (sum, row) -> sum + (long) (row.weight() * STEPS), Math::addExact);
    DiscreteGaussian noise =
        DiscreteGaussian.of((long) Math.ceil(STEPS * SLACK), settings.rho() * SHARE_OF_NUMBER);
    return Math.max(1, (exact + (double) noise.draw(bits)) / STEPS);
  }

  /** The sum over all rows, in whole steps. */
  long[] gradient(double[] at, double scale) {
    double[] point = at.clone();
    int size = point.length;
    return rows.treeAggregate(
        new long[size],
        (sums, row) -> {
          row.addGradient(point, scale, sums);
          return sums;
        },
        (one, other) -> {
          for (int j = 0; j < one.length; j++) {
            one[j] = Math.addExact(one[j], other[j]);
          }
          return one;
        });
  }
}
