package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The optimum against all other thresholds, and against thousands of other mixtures. */
class ThresholdSearchTest {
  @ParameterizedTest
  @EnumSource(Constraint.class)
  void withoutChanceNoOtherThresholdsAreBetter(Constraint constraint) {
    SplittableRandom random = new SplittableRandom(71);
    for (int trial = 0; trial < 200; trial++) {
      List<RocCurve> curves = List.of(curve("a", random), curve("b", random), curve("c", random));
      Bound bound = trial % 2 == 0 ? Bound.difference(random.nextInt(5) / 10.0) : Bound.ratio(0.7);
      Gain gain = new Gain(-1 - random.nextInt(2), 1 + random.nextInt(3));
      List<GroupPolicy> found =
          new FixedSearch(curves, constraint, bound, gain).policies(curves.get(0));
      double best = bestOfAll(curves, constraint, bound, gain);
      if (best > Double.NEGATIVE_INFINITY) {
        assertThat(reached(curves, found, constraint, bound, gain))
            .as("trial " + trial)
            .isCloseTo(best, within(1e-9));
      }
    }
  }

  /** The gain of policies; −∞ where they exceed the bound. */
  private static double reached(
      List<RocCurve> curves,
      List<GroupPolicy> policies,
      Constraint constraint,
      Bound bound,
      Gain gain) {
    List<double[]> places = new ArrayList<>();
    double sum = 0;
    for (int i = 0; i < curves.size(); i++) {
      double[] place = place(curves.get(i), policies.get(i));
      places.add(place);
      sum += gain.at(place);
    }
    double[][] ranges = GroupThresholdsSummary.ranges(curves, places, constraint);
    return bound.excess(ranges) <= 1e-9 ? sum : Double.NEGATIVE_INFINITY;
  }

  /** What a policy selects, threshold by threshold. */
  private static double[] place(RocCurve curve, GroupPolicy policy) {
    double[] place = new double[2];
    for (int i = 0; i < policy.thresholds().size(); i++) {
      double share = policy.chances().get(i) - (i == 0 ? 0 : policy.chances().get(i - 1));
      for (int point = 0; point < curve.size(); point++) {
        if (curve.thresholds()[point] == policy.thresholds().get(i)) {
          place[0] += share * curve.falsePositives()[point];
          place[1] += share * curve.truePositives()[point];
        }
      }
    }
    return place;
  }

  private static double bestOfAll(
      List<RocCurve> curves, Constraint constraint, Bound bound, Gain gain) {
    double best = Double.NEGATIVE_INFINITY;
    int[] sizes = curves.stream().mapToInt(RocCurve::size).toArray();
    for (int i = 0; i < sizes[0] * sizes[1] * sizes[2]; i++) {
      int[] points = {i % sizes[0], i / sizes[0] % sizes[1], i / sizes[0] / sizes[1]};
      List<GroupPolicy> policies =
          IntStream.range(0, 3)
              .mapToObj(g -> GroupPolicy.at(List.of(), curves.get(g).thresholds()[points[g]]))
              .toList();
      best = Math.max(best, reached(curves, policies, constraint, bound, gain));
    }
    return best;
  }

  private static RocCurve curve(String name, SplittableRandom random) {
    int n = 2 + random.nextInt(4);
    double[] scores = IntStream.range(0, n).mapToDouble(i -> i / 10.0).toArray();
    double[] negatives = random.ints(n, 0, 4).asDoubleStream().toArray();
    double[] positives = random.ints(n, 0, 4).asDoubleStream().toArray();
    negatives[random.nextInt(n)]++;
    positives[random.nextInt(n)]++;
    return RocCurve.of(new GroupCells(List.of(name), scores, scores, negatives, positives));
  }

  @ParameterizedTest
  @EnumSource(Constraint.class)
  void withChanceNoMixtureIsBetter(Constraint constraint) {
    SplittableRandom random = new SplittableRandom(72);
    for (int trial = 0; trial < 100; trial++) {
      List<RocCurve> curves = List.of(curve("a", random), curve("b", random), curve("c", random));
      Bound bound = trial % 3 == 0 ? Bound.ratio(0.8) : Bound.difference(random.nextInt(3) / 10.0);
      Gain gain = new Gain(-1 - random.nextInt(2), 1 + random.nextInt(3));
      List<GroupPolicy> found =
          new RandomizedSearch(curves, constraint, bound, gain).policies(curves.get(0));
      double mine = reached(curves, found, constraint, bound, gain);
      assertThat(mine).as("trial " + trial).isGreaterThan(Double.NEGATIVE_INFINITY);
      for (int other = 0; other < 3000; other++) {
        List<GroupPolicy> tried = new ArrayList<>();
        for (int g = 0; g < 3; g++) {
          tried.add(mixed(curves.get(g), found.get(g), random, other));
        }
        assertThat(reached(curves, tried, constraint, bound, gain))
            .as("trial " + trial)
            .isLessThan(mine + 1e-6);
      }
    }
  }

  /** A policy near the found one, or anywhere: its share of another threshold of the curve. */
  private static GroupPolicy mixed(
      RocCurve curve, GroupPolicy found, SplittableRandom random, int trial) {
    double share = trial % 2 == 0 ? random.nextDouble() * 0.05 : random.nextDouble();
    TreeMap<Double, Double> shares = new TreeMap<>();
    double last = 0;
    for (int i = 0; i < found.thresholds().size(); i++) {
      shares.merge(
          found.thresholds().get(i), (1 - share) * (found.chances().get(i) - last), Double::sum);
      last = found.chances().get(i);
    }
    shares.merge(curve.thresholds()[random.nextInt(curve.size())], share, Double::sum);
    List<Double> chances = new ArrayList<>();
    double sum = 0;
    for (double each : shares.values()) {
      sum += each;
      chances.add(Math.min(1, sum));
    }
    return new GroupPolicy(found.group(), new ArrayList<>(shares.keySet()), chances);
  }
}
