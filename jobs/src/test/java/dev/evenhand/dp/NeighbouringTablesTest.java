package dev.evenhand.dp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.fraction.BigFraction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two tables, one with a subject more, who has far more rows, groups and value than the bounds
 * allow. From many releases of both, ε is estimated by {@link EpsilonEstimate}: it is never above
 * what was claimed, is near it, and is above it as soon as the noise is halved. Seeds are fixed.
 */
class NeighbouringTablesTest {
  private static final int RELEASES = 20_000;
  private static final BigDecimal EPSILON = BigDecimal.ONE;
  private static final StructType SCHEMA =
      new StructType()
          .add("who", DataTypes.StringType)
          .add("shop", DataTypes.StringType)
          .add("amount", DataTypes.DoubleType);
  private static final Range RANGE = new Range(0, 10);

  /** What of a release's figures tells most about the subject. */
  interface Statistic {
    double of(PrivateRelease release, PrivatePlan plan, RandomBits bits, Set<List<String>> hit);
  }

  static Stream<Arguments> measures() {
    Statistic sums = NeighbouringTablesTest::values;
    return Stream.of(
        Arguments.of(Measure.rows(), sums),
        Arguments.of(Measure.subjects(), sums),
        Arguments.of(Measure.sum("amount", RANGE), sums),
        Arguments.of(Measure.histogram("amount", List.of(0.0, 5.0, 10.0)), sums),
        Arguments.of(
            Measure.mean("amount", RANGE), (Statistic) NeighbouringTablesTest::sumsAndNumbers),
        Arguments.of(
            Measure.quantiles("amount", RANGE, List.of(0.5)),
            (Statistic) NeighbouringTablesTest::paths));
  }

  @ParameterizedTest
  @MethodSource("measures")
  void laplaceKeepsItsEpsilonAndHalfItsNoiseDoesNot(Measure measure, Statistic statistic) {
    Neighbours pair =
        neighbours(measure, new Guarantee(EPSILON, BigDecimal.ZERO, Mechanism.LAPLACE));
    int releases = measure.bins() > 100 ? RELEASES / 2 : RELEASES;
    double kept = pair.estimate(statistic, releases, noise -> noise, 0);
    assertThat(kept).isBetween(0.6, 1.0);
    double broken = pair.estimate(statistic, releases, NeighbouringTablesTest::halved, 0);
    assertThat(broken).isGreaterThan(1.5);
  }

  @ParameterizedTest
  @MethodSource("measures")
  void gaussianKeepsItsEpsilonAndHalfItsNoiseDoesNot(Measure measure, Statistic statistic) {
    BigDecimal delta = new BigDecimal("0.05");
    Neighbours pair = neighbours(measure, new Guarantee(EPSILON, delta, Mechanism.GAUSSIAN));
    int releases = measure.bins() > 100 ? RELEASES / 2 : RELEASES;
    double kept = pair.estimate(statistic, releases, noise -> noise, 0.05);
    assertThat(kept).isBetween(0.4, 1.0);
    double broken = pair.estimate(statistic, releases, NeighbouringTablesTest::halved, 0.05);
    assertThat(broken).isGreaterThan(1.5);
  }

  @Test
  void theChoiceOfGroupsKeepsItsEpsilonAndHalfItsNoiseDoesNot() {
    double delta = 0.001;
    GroupSelection selection = new GroupSelection(BigFraction.ONE, new BigDecimal("0.001"), 1);
    GroupSelection halved =
        new GroupSelection((DiscreteLaplace) halved(selection.noise()), selection.k());
    double kept = 0;
    double broken = 0;
    for (long subjects = 0; subjects < selection.surely(); subjects++) {
      kept = Math.max(kept, named(selection, subjects, delta));
      broken = Math.max(broken, named(halved, subjects, delta));
    }
    assertThat(kept).isBetween(0.7, 1.0);
    assertThat(broken).isGreaterThan(1.5);
  }

  private static double named(GroupSelection selection, long subjects, double delta) {
    RandomBits bits = RandomBits.seeded(5 + subjects);
    double[] without = new double[RELEASES];
    double[] with = new double[RELEASES];
    for (int i = 0; i < RELEASES; i++) {
      without[i] = selection.isNamed(subjects, bits) ? 1 : 0;
      with[i] = selection.isNamed(subjects + 1, bits) ? 1 : 0;
    }
    return new EpsilonEstimate(without, with, delta).lowerBound();
  }

  /** The table without and with the subject, in two shops that are public. */
  private record Neighbours(PrivateRelease without, PrivateRelease with) {
    /** The groups in which the subject has a part: an attacker knows them. */
    Set<List<String>> hit() {
      Set<List<String>> hit = new HashSet<>();
      for (int group = 0; group < without.totals().size(); group++) {
        GroupTotals one = without.totals().get(group).get(0);
        GroupTotals other = with.totals().get(group).get(0);
        if (!Arrays.equals(one.sums(), other.sums()) || !Arrays.equals(one.bins(), other.bins())) {
          hit.add(one.group());
        }
      }
      return hit;
    }

    double estimate(Statistic statistic, int releases, UnaryOperator<Noise> changed, double delta) {
      PrivatePlan plan =
          new PrivatePlan(
              without.plan().noises().stream()
                  .map(noises -> noises.stream().map(changed).toList())
                  .toList(),
              Optional.empty(),
              without.cost());
      Set<List<String>> hit = hit();
      RandomBits bits = RandomBits.seeded(11);
      double[] outputs = new double[releases];
      double[] neighbour = new double[releases];
      for (int i = 0; i < releases; i++) {
        outputs[i] = statistic.of(without, plan, bits, hit);
        neighbour[i] = statistic.of(with, plan, bits, hit);
      }
      return new EpsilonEstimate(outputs, neighbour, delta).lowerBound();
    }
  }

  @Test
  void theSubjectHasAPartInAsManyGroupsAsItMay() {
    Guarantee guarantee = new Guarantee(EPSILON, BigDecimal.ZERO, Mechanism.LAPLACE);
    assertThat(neighbours(Measure.rows(), guarantee).hit()).hasSize(2);
  }

  static Noise halved(Noise noise) {
    if (noise instanceof DiscreteLaplace laplace) {
      return new DiscreteLaplace(laplace.scale().divide(2));
    }
    return new DiscreteGaussian(((DiscreteGaussian) noise).variance().divide(4));
  }

  private static Neighbours neighbours(Measure measure, Guarantee guarantee) {
    PrivateRequest request =
        new PrivateRequest(
            Optional.of("who"),
            List.of("shop"),
            Map.of("shop", List.of("a", "b", "c")),
            List.of(measure),
            new Bounds(measure.bins() > 100 ? 1 : 2, 3),
            guarantee);
    BiFunction<String, String, List<Row>> rows =
        (who, shop) ->
            IntStream.range(0, who.equals("more") ? 50 : 1)
                .mapToObj(i -> RowFactory.create(who, shop, who.equals("more") ? 1e9 : 4.0))
                .toList();
    List<Row> without = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      for (String shop : List.of("a", "b", "c")) {
        without.addAll(rows.apply(shop + i, shop));
      }
    }
    List<Row> with = new ArrayList<>(without);
    for (String shop : List.of("a", "b", "c")) {
      with.addAll(rows.apply("more", shop));
    }
    return new Neighbours(release(without, request), release(with, request));
  }

  private static PrivateRelease release(List<Row> rows, PrivateRequest request) {
    Dataset<Row> table = Spark.session().createDataFrame(rows, SCHEMA);
    return PrivateRelease.of(table, request, RandomBits.seeded(3));
  }

  /** Published values, each as far as it lies on the way to where the subject would take it. */
  private static double values(
      PrivateRelease release, PrivatePlan plan, RandomBits bits, Set<List<String>> hit) {
    double sum = 0;
    List<PrivateFigure> figures = release.drawn(plan, bits);
    boolean isGaussian = plan.noises().get(0).get(0) instanceof DiscreteGaussian;
    for (int i = 0; i < figures.size(); i++) {
      PrivateFigure figure = figures.get(i);
      double exact =
          figure.measure().startsWith("sum")
              ? 120
              : "[0.0, 5.0)".equals(figure.at()) ? 30 : figure.at() != null ? 0 : 30;
      double most =
          figure.measure().startsWith("sum") ? 30 : figure.measure().equals("subjects") ? 1 : 3;
      if (hit.contains(figure.group()) && !"[0.0, 5.0)".equals(figure.at())) {
        sum += clamped(figure.value() - exact, most, isGaussian);
      }
    }
    return sum;
  }

  /** The likelihood ratio of Laplace noise is flat beyond the change, that of Gaussian is not. */
  private static double clamped(double away, double most, boolean isGaussian) {
    return isGaussian ? away / most : Math.max(0, Math.min(1, away / most));
  }

  /** A mean and its deviation give the noisy number and sum away again. */
  private static double sumsAndNumbers(
      PrivateRelease release, PrivatePlan plan, RandomBits bits, Set<List<String>> hit) {
    List<Noise> noises = plan.noises().get(0);
    boolean isGaussian = noises.get(0) instanceof DiscreteGaussian;
    double unit = RANGE.centred().unit();
    double sum = 0;
    for (PrivateFigure figure : release.drawn(plan, bits)) {
      if (figure.value() != null && hit.contains(figure.group())) {
        double away = figure.value() - 5;
        double number =
            Math.hypot(noises.get(0).deviation() * unit, away * noises.get(1).deviation())
                / figure.deviation();
        sum += clamped(number - 30, 3, isGaussian);
        sum += clamped(away * number + 30, 15, isGaussian);
      }
    }
    return sum;
  }

  /** The noisy numbers of all nodes that hold the subject's values. */
  private static double paths(
      PrivateRelease release, PrivatePlan plan, RandomBits bits, Set<List<String>> hit) {
    Noise noise = plan.noises().get(0).get(0);
    boolean isGaussian = noise instanceof DiscreteGaussian;
    double sum = 0;
    for (List<GroupTotals> group : release.totals()) {
      if (hit.contains(group.get(0).group())) {
        QuantileTree tree = new QuantileTree(group.get(0).bins(), noise, bits);
        for (long number : tree.path(QuantileTree.LEAVES - 1)) {
          sum += clamped(number, 3, isGaussian);
        }
      }
    }
    return sum;
  }
}
