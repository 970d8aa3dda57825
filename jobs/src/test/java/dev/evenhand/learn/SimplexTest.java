package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Linear programs whose corners can be found by hand or by trying all pairs. */
class SimplexTest {
  @Test
  void mixesTwoToMeetARow() {
    Simplex program = new Simplex(new double[] {0.3, 1});
    int relief = program.add(100, new double[] {-1, 0});
    int good = program.add(0.1, new double[] {0.5, 1});
    int fair = program.add(0.3, new double[] {0.1, 1});
    program.start(good, relief);
    program.solve();
    assertThat(program.solution()[good]).isCloseTo(0.5, offset(1e-12));
    assertThat(program.solution()[fair]).isCloseTo(0.5, offset(1e-12));
    assertThat(program.solution()[relief]).isZero();
    // A unit of the row's bound is worth (0.3 - 0.1) / (0.5 - 0.1).
    assertThat(program.duals()[0]).isCloseTo(-0.5, offset(1e-12));
  }

  @Test
  void paysForWhatNoColumnCanMeet() {
    Simplex program = new Simplex(new double[] {0.05, 1});
    int relief = program.add(100, new double[] {-1, 0});
    int fair = program.add(0.3, new double[] {0.1, 1});
    program.start(fair, relief);
    program.solve();
    assertThat(program.solution()[relief]).isCloseTo(0.05, offset(1e-12));
  }

  @Test
  void aLaterColumnGoesOnFromTheLastCorner() {
    Simplex program = new Simplex(new double[] {0.3, 1});
    int relief = program.add(100, new double[] {-1, 0});
    int good = program.add(0.1, new double[] {0.5, 1});
    program.start(good, relief);
    program.solve();
    int better = program.add(0.05, new double[] {0.2, 1});
    program.solve();
    assertThat(program.solution()[better]).isCloseTo(1, offset(1e-12));
    assertThat(program.duals()[0]).isCloseTo(0, offset(1e-12));
  }

  @Test
  void findsTheBestOfAllPairs() {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 50; trial++) {
      double[][] points = new double[12][];
      for (int i = 0; i < points.length; i++) {
        points[i] = new double[] {random.nextDouble(), random.nextDouble()};
      }
      Simplex program = new Simplex(new double[] {0.4, 1});
      int relief = program.add(1000, new double[] {-1, 0});
      for (double[] point : points) {
        program.add(point[0], new double[] {point[1], 1});
      }
      program.start(1, relief);
      program.solve();
      double[] found = program.solution();
      double cost = 0;
      for (int i = 0; i < points.length; i++) {
        cost += found[i + 1] * points[i][0];
      }
      assertThat(cost).isCloseTo(bestPair(points), offset(1e-10));
    }
  }

  private static double bestPair(double[][] points) {
    double best = Double.POSITIVE_INFINITY;
    for (double[] a : points) {
      for (double[] b : points) {
        double share = a[1] <= 0.4 ? 1 : b[1] <= 0.4 ? (0.4 - b[1]) / (a[1] - b[1]) : -1;
        if (share >= 0) {
          best = Math.min(best, share * a[0] + (1 - share) * b[0]);
        }
      }
    }
    return best;
  }

  /**
   * Group a: 10 rows, all positives, of which the model selects 8; group b: 10 rows, all positives,
   * of which it selects 2. Half of "select all" and half of the model halves the difference.
   */
  @Test
  void aMixtureHalvesADifferenceByHand() {
    List<List<String>> groups = List.of(List.of("a"), List.of("b"));
    Attributes attributes = new Attributes(List.of("group"), 1, groups);
    double[] weights = {10, 10, 10, 10};
    CellFigures figures =
        CellFigures.ofDecisions(attributes, groups, weights, Constraint.EQUAL_OPPORTUNITY, 0);
    TreeMap<Integer, double[]> bins = new TreeMap<>();
    bins.put(-1, new double[] {10, 2, 10, 8});
    bins.put(1, new double[] {0, 8, 0, 2});
    MixtureProgram program = new MixtureProgram(figures, Limit.between(Bound.difference(0.3)), 100);
    program.add(new Family(null, bins, 1));
    MixtureProgram.Solution solution = program.solve();
    double[] values = program.values(solution.choices());
    double[] rates = figures.rates(values);
    assertThat(rates[0] - rates[1]).isCloseTo(0.3, offset(1e-12));
    // Own decisions err in 10 of 40; all and none in 20: half of one and half of the other.
    assertThat(figures.error(values)).isCloseTo(0.375, offset(1e-12));
    // Strong duality: the multipliers' Lagrangian, minimized over what is known, is the value.
    assertThat(program.least(solution.multipliers(), solution.constant()))
        .isCloseTo(solution.value(), offset(1e-12));
  }
}
