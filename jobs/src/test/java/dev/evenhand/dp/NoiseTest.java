package dev.evenhand.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.SideBySide;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws against the exact distribution. The seeds are fixed, so that a test that passes does. */
class NoiseTest {
  private static final int MILLION = 1_000_000;

  static Stream<Noise> tenMillion() {
    return Stream.of(laplace(7, 3), gaussian(27, 4));
  }

  static Stream<Noise> others() {
    return Stream.of(
        laplace(1, 1),
        laplace(1, 5),
        laplace(1000, 1),
        new DiscreteLaplace(Fractions.of(new BigDecimal("3.33333333333333333333"))),
        gaussian(1, 10),
        gaussian(1, 1),
        gaussian(10_000, 7),
        gaussian(1L << 40, 1));
  }

  @ParameterizedTest
  @MethodSource("tenMillion")
  void tenMillionDrawsFollowTheDistribution(Noise noise) {
    assertThat(chiSquaredP(noise, counts(noise, 10 * MILLION))).isBetween(1e-4, 1 - 1e-4);
  }

  @ParameterizedTest
  @MethodSource("others")
  void drawsOfAnyScaleFollowTheDistribution(Noise noise) {
    int draws = noise.deviation() > 1e5 ? MILLION / 10 : MILLION / 2;
    assertThat(chiSquaredP(noise, counts(noise, draws))).isBetween(1e-4, 1 - 1e-4);
  }

  /** The test can see what it should: a scale that is wrong by half a percent. */
  @Test
  void aSlightlyOtherDistributionIsRefused() {
    long[] counts = counts(laplace(7, 3), 10 * MILLION);
    assertThat(chiSquaredP(laplace(7035, 3000), counts)).isLessThan(1e-10);
  }

  @Test
  void probabilitiesAddUpAndGiveDeviationAndWidth() {
    Stream.concat(tenMillion(), others())
        .filter(noise -> noise.deviation() < 1e4)
        .forEach(
            noise -> {
              long half = noise.halfWidth(0.95);
              double sum = 0;
              double squares = 0;
              double inside = 0;
              for (long x = -40_000; x <= 40_000; x++) {
                sum += noise.probability(x);
                squares += (double) x * x * noise.probability(x);
                inside += Math.abs(x) <= half ? noise.probability(x) : 0;
              }
              assertThat(sum).isCloseTo(1, within(1e-9));
              assertThat(Math.sqrt(squares))
                  .isCloseTo(noise.deviation(), within(1e-6 * half + 1e-9));
              assertThat(inside).isGreaterThanOrEqualTo(0.95 - 1e-9);
              assertThat(inside - 4 * noise.probability(half)).isLessThan(0.95);
            });
  }

  @Test
  void secureBitsAreFairAndNotRepeated() {
    RandomBits bits = RandomBits.secure();
    int ones = 0;
    for (int i = 0; i < MILLION; i++) {
      ones += bits.next() ? 1 : 0;
    }
    assertThat(ones).isBetween(MILLION / 2 - 3_500, MILLION / 2 + 3_500); // 7 deviations
    assertThat(RandomBits.secure().next(63)).isNotEqualTo(RandomBits.secure().next(63));
  }

  static DiscreteLaplace laplace(long t, long s) {
    return new DiscreteLaplace(fraction(t, s));
  }

  static DiscreteGaussian gaussian(long n, long d) {
    return new DiscreteGaussian(fraction(n, d));
  }

  private static BigFraction fraction(long n, long d) {
    return new BigFraction(BigInteger.valueOf(n), BigInteger.valueOf(d));
  }

  /** How often each of -500 to 500 was drawn, in steps that keep the distribution within. */
  private static long[] counts(Noise noise, int draws) {
    int threads = Runtime.getRuntime().availableProcessors();
    List<Callable<long[]>> parts = new ArrayList<>();
    for (int part = 0; part < threads; part++) {
      int seed = part;
      parts.add(
          () -> {
            RandomBits bits = RandomBits.seeded(1000 + seed);
            long[] counts = new long[1001];
            long step = step(noise);
            for (int i = seed; i < draws; i += threads) {
              long cell = Math.floorDiv(noise.draw(bits), step) + 500;
              counts[(int) Math.max(0, Math.min(1000, cell))]++;
            }
            return counts;
          });
    }
    long[] sum = new long[1001];
    for (long[] part : SideBySide.of(threads, parts)) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part[i];
      }
    }
    return sum;
  }

  private static long step(Noise noise) {
    return Math.max(1, (long) (noise.deviation() / 20));
  }

  /** Cells of fewer than 20 expected draws are taken together. */
  private static double chiSquaredP(Noise noise, long[] counts) {
    double draws = Arrays.stream(counts).sum();
    double statistic = 0;
    int cells = 0;
    double expected = 0;
    double found = 0;
    double rest = 1;
    for (int cell = 1; cell < 1000; cell++) {
      double mass = mass(noise, cell);
      expected += mass * draws;
      rest -= mass;
      found += counts[cell];
      if (expected >= 20) {
        statistic += (found - expected) * (found - expected) / expected;
        cells++;
        expected = 0;
        found = 0;
      }
    }
    expected += rest * draws;
    found += counts[0] + counts[1000];
    if (expected >= 1) {
      statistic += (found - expected) * (found - expected) / expected;
      cells++;
    }
    return 1 - new ChiSquaredDistribution(cells - 1).cumulativeProbability(statistic);
  }

  private static double mass(Noise noise, int cell) {
    long step = step(noise);
    long start = (cell - 500) * step;
    if (step > 1000) { // so wide that the middle of a cell stands for it
      return integral(noise, start, step);
    }
    double mass = 0;
    for (long x = start; x < start + step; x++) {
      mass += noise.probability(x);
    }
    return mass;
  }

  /** Simpson's rule, on whole numbers half a step off. */
  private static double integral(Noise noise, long start, long step) {
    double middle = noise.probability(start + step / 2);
    double ends = noise.probability(start) + noise.probability(start + step - 1);
    return step * (4 * middle + ends) / 6;
  }
}
