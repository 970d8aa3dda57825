package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Intervals cover the truth as often as they say, on draws of known truth.
 *
 * <p>2,000 draws: a true coverage of 95 % leaves the band asserted once in more than 10,000 times,
 * and the seed is fixed.
 */
class CoverageTest {
  private static final int DRAWS = 2_000;

  /** A group's base rate and its true and false positive rates. */
  private record Truth(double base, double truePositive, double falsePositive) {
    double selection() {
      return base * truePositive + (1 - base) * falsePositive;
    }
  }

  private static Slice draw(Truth truth, int n, SplittableRandom random) {
    double[] rows = new double[Tally.CELLS];
    for (int i = 0; i < n; i++) {
      boolean label = random.nextDouble() < truth.base();
      boolean decision =
          random.nextDouble() < (label ? truth.truePositive() : truth.falsePositive());
      rows[(label ? 2 : 0) + (decision ? 1 : 0)]++;
    }
    return new Slice(Tally.ofRows(rows), null);
  }

  /** Shares of intervals that cover the true selection gap, and the true equalized odds gap. */
  private static double[] coverage(Truth a, Truth b, int n) {
    SplittableRandom random = new SplittableRandom(20261122L + n);
    double selection = Math.abs(a.selection() - b.selection());
    double odds =
        Math.max(
            Math.abs(a.truePositive() - b.truePositive()),
            Math.abs(a.falsePositive() - b.falsePositive()));
    double[] covered = new double[2];
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Slice> groups = List.of(draw(a, n, random), draw(b, n, random));
      covered[0] += covers(MaxGap.difference(List.of(Rate.SELECTION_RATE), groups), selection);
      covered[1] += covers(MaxGap.difference(Parity.EQUALIZED_ODDS.rates(), groups), odds);
    }
    return Arrays.stream(covered).map(count -> count / DRAWS).toArray();
  }

  private static int covers(Interval interval, double truth) {
    return interval != null && interval.low() <= truth && truth <= interval.high() ? 1 : 0;
  }

  @ParameterizedTest
  @CsvSource({"200", "2000"})
  void aClearGapIsCovered93To97TimesIn100(int n) {
    double[] covered = coverage(new Truth(.4, .8, .3), new Truth(.4, .6, .15), n);
    System.out.printf("clear gap, n = %d: selection %.4f, odds %.4f%n", n, covered[0], covered[1]);
    assertThat(covered[0]).isBetween(0.93, 0.97);
    assertThat(covered[1]).isBetween(0.93, 0.97);
  }

  @ParameterizedTest
  @CsvSource({"200", "2000"})
  void aGapNear0IsCoveredAtLeast93TimesIn100(int n) {
    double[] none = coverage(new Truth(.4, .7, .2), new Truth(.4, .7, .2), n);
    double[] small = coverage(new Truth(.4, .7, .2), new Truth(.4, .69, .21), n);
    System.out.printf(
        "near 0, n = %d: selection %.4f %.4f, odds %.4f %.4f%n",
        n, none[0], small[0], none[1], small[1]);
    for (double covered : new double[] {none[0], none[1], small[0], small[1]}) {
      assertThat(covered).isGreaterThanOrEqualTo(0.93);
    }
  }

  @ParameterizedTest
  @CsvSource({"200", "2000"})
  void underNoBiasAnyQValueBelow005IsSeenInAtMost5DrawsOf100(int n) {
    SplittableRandom random = new SplittableRandom(7L + n);
    Truth truth = new Truth(.4, .7, .2);
    int found = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Slice> groups =
          List.of(draw(truth, n, random), draw(truth, n, random), draw(truth, n, random));
      List<Double> p = new ArrayList<>();
      for (Rate rate : Rate.values()) {
        p.add(GapTest.amongAll(rate, groups));
        p.add(GapTest.between(rate, groups.get(0), groups.get(1)));
        p.add(GapTest.between(rate, groups.get(0), groups.get(2)));
      }
      double[] q =
          BenjaminiHochberg.qValues(p.stream().mapToDouble(Double::doubleValue).toArray());
      found += Arrays.stream(q).min().orElse(1) < 0.05 ? 1 : 0;
    }
    System.out.printf("no bias, n = %d: any q < 0.05 in %.4f of draws%n", n, found / 2_000.0);
    assertThat(found / (double) DRAWS).isLessThanOrEqualTo(0.05);
  }
}
