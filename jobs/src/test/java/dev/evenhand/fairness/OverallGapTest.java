package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Intervals of the largest gap to all rows, which a group's rows are among. */
class OverallGapTest {
  private static final int DRAWS = 2_000;
  private static final int BINS = 40;

  /** How often a row of the group has the label 0 or 1 and a score in the bin. */
  private record Group(int rows, double base, double slope) {
    double share(int label, int bin) {
      double all = IntStream.range(0, BINS).mapToDouble(each -> density(label, each)).sum();
      return (label == 1 ? base : 1 - base) * density(label, bin) / all;
    }

    private double density(int label, int bin) {
      return Math.exp((label == 1 ? slope : -slope) * (2 * score(bin) - 1));
    }
  }

  private static double score(int bin) {
    return (bin + 0.5) / BINS;
  }

  private static final List<Group> GROUPS =
      List.of(new Group(900, .5, 1.5), new Group(400, .3, .4), new Group(300, .45, 1));

  static Stream<GroupMetric> metrics() {
    return Stream.of(
        RankMetric.ROC_AUC,
        RankMetric.AVERAGE_PRECISION,
        ScoreMetric.MEAN_SCORE,
        ScoreMetric.GENERALIZED_TRUE_POSITIVE_RATE,
        ScoreMetric.LOG_LOSS,
        ScoreMetric.BRIER);
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void coverTheTruthAtLeast93TimesIn100(GroupMetric metric) {
    List<double[][]> truth = GROUPS.stream().map(OverallGapTest::expected).toList();
    double difference = gap(Spread.DIFFERENCE_TO_OVERALL, metric, truth);
    double ratio = gap(Spread.RATIO_TO_OVERALL, metric, truth);
    SplittableRandom random = new SplittableRandom(7);
    double coversDifference = 0;
    double coversRatio = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      List<double[][]> drawn = GROUPS.stream().map(group -> drawn(group, random)).toList();
      List<Slice> groups = drawn.stream().map(OverallGapTest::slice).toList();
      Slice all = slice(sum(drawn));
      coversDifference += covers(MaxGap.toOverall(metric, all, groups), difference);
      coversRatio += covers(MaxGap.ratioToOverall(metric, all, groups), ratio);
    }
    assertThat(coversDifference / DRAWS).isBetween(0.93, 0.995);
    assertThat(coversRatio / DRAWS).isBetween(0.93, 0.995);
  }

  private static double gap(Spread spread, GroupMetric metric, List<double[][]> counts) {
    double[] values =
        counts.stream()
            .mapToDouble(each -> metric.of(slice(each), Undefined.NULL).value())
            .toArray();
    return spread.of(values, metric.of(slice(sum(counts)), Undefined.NULL)).value();
  }

  private static int covers(Interval interval, double truth) {
    return interval.low() <= truth && truth <= interval.high() ? 1 : 0;
  }

  private static double[][] expected(Group group) {
    double[][] counts = new double[2][BINS];
    for (int label = 0; label < 2; label++) {
      for (int bin = 0; bin < BINS; bin++) {
        counts[label][bin] = group.rows() * group.share(label, bin);
      }
    }
    return counts;
  }

  private static double[][] drawn(Group group, SplittableRandom random) {
    double[] cumulated =
        IntStream.range(0, 2 * BINS)
            .mapToDouble(cell -> group.share(cell / BINS, cell % BINS))
            .toArray();
    Arrays.parallelPrefix(cumulated, Double::sum);
    double[][] counts = new double[2][BINS];
    for (int row = 0; row < group.rows(); row++) {
      int at = Arrays.binarySearch(cumulated, random.nextDouble());
      int cell = Math.min(2 * BINS - 1, at < 0 ? -at - 1 : at);
      counts[cell / BINS][cell % BINS]++;
    }
    return counts;
  }

  private static double[][] sum(List<double[][]> groups) {
    double[][] sum = new double[2][BINS];
    for (double[][] group : groups) {
      for (int label = 0; label < 2; label++) {
        for (int bin = 0; bin < BINS; bin++) {
          sum[label][bin] += group[label][bin];
        }
      }
    }
    return sum;
  }

  /** Counts as rows, or expected counts as the weights of one row each. */
  private static Slice slice(double[][] counts) {
    Tally tally = new Tally();
    RankSums sums =
        new RankSums(Arrays.stream(counts[1]).sum(), Arrays.stream(counts[0]).sum(), false);
    for (int bin = 0; bin < BINS; bin++) {
      double[] cell = {counts[0][bin], counts[0][bin], counts[1][bin], counts[1][bin]};
      sums.add(bin, cell, 0);
      for (int label = 0; label < 2; label++) {
        boolean isWhole = counts[label][bin] == Math.rint(counts[label][bin]);
        for (int row = 0; row < (isWhole ? counts[label][bin] : 1); row++) {
          double weight = isWhole ? 1 : counts[label][bin];
          tally.add(2 * label, weight);
          tally.addScore(2 * label, weight, score(bin));
        }
      }
    }
    return new Slice(tally, sums.stats());
  }
}
