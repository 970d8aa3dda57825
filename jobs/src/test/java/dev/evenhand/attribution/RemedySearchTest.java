package dev.evenhand.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found flips the score, and nothing smaller on a grid does. */
class RemedySearchTest {
  private static final RemedySearch.Wish ALL = new RemedySearch.Wish(0, 3, 3, 1_000_000);

  private static Lever number(int entry, Action.Direction direction, double step, double spread) {
    return new Lever(
        "x" + entry,
        false,
        new int[] {entry},
        new String[] {"x" + entry},
        new boolean[] {true},
        direction,
        -1.5,
        1.5,
        step,
        0,
        spread);
  }

  private static Lever code(int entry) {
    return new Lever(
        "c" + entry,
        true,
        new int[] {entry},
        new String[] {"c" + entry},
        new boolean[] {true},
        Action.Direction.EITHER,
        0,
        4,
        0,
        0,
        1);
  }

  private static double[] after(double[] row, Remedy remedy, List<Lever> levers) {
    double[] changed = row.clone();
    remedy
        .values()
        .forEach(
            (place, values) -> {
              for (int e = 0; e < values.length; e++) {
                changed[levers.get(place).entries()[e]] = values[e];
              }
            });
    return changed;
  }

  /** The values of a lever on a fine grid within what it allows, the present one first. */
  private static List<double[]> grid(Lever lever, double[] row, double[] extra) {
    List<double[]> values = new ArrayList<>();
    double[] present = IntStream.of(lever.entries()).mapToDouble(e -> row[e]).toArray();
    values.add(present);
    if (lever.isOneHot()) {
      values.addAll(lever.otherCategories(row));
      return values;
    }
    if (lever.isCategory()) {
      IntStream.range(0, 5).forEach(c -> values.add(new double[] {c}));
      return values;
    }
    List<Double> candidates = new ArrayList<>();
    double fine = lever.step() == 0 ? 0.025 : lever.step();
    for (long k = Math.round(-2 / fine); k <= 2 / fine; k++) {
      candidates.add(k * fine);
    }
    if (lever.step() == 0) {
      Arrays.stream(extra).forEach(candidates::add);
    }
    for (double value : candidates) {
      boolean isWay = value > present[0] ? lever.mayRise() : lever.mayFall();
      if (isWay && value >= lever.lowest() && value <= lever.highest()) {
        values.add(new double[] {value});
      }
    }
    return values;
  }

  /** The least cost at which any combination of grid values reaches the goal. */
  private static double cheapest(
      RemedySearch search, double[] row, List<Lever> levers, double[][] extra) {
    return cheapest(search, row.clone(), row, levers, extra, 0, 0, Double.POSITIVE_INFINITY);
  }

  private static double cheapest(
      RemedySearch search,
      double[] changed,
      double[] row,
      List<Lever> levers,
      double[][] extra,
      int at,
      double cost,
      double best) {
    if (cost >= best) {
      return best;
    }
    if (at == levers.size()) {
      return search.score(changed) >= ALL.goal() ? cost : best;
    }
    Lever lever = levers.get(at);
    double least = best;
    for (double[] values : grid(lever, row, extra[at])) {
      double more = 0;
      for (int e = 0; e < values.length; e++) {
        changed[lever.entries()[e]] = values[e];
        if (values[e] != row[lever.entries()[e]]) {
          more = lever.isCategory() ? 1 : lever.cost(row[lever.entries()[e]], values[e]);
        }
      }
      least =
          Math.min(
              least, cheapest(search, changed, row, levers, extra, at + 1, cost + more, least));
    }
    for (int entry : lever.entries()) {
      changed[entry] = row[entry];
    }
    return least;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void smallestForTreesOfTwoAndThreeFeatures(int seed) {
    int features = seed % 2 == 0 ? 2 : 3;
    RandomTrees random = new RandomTrees(seed, features, 0);
    GBTClassificationModel model = random.boosted(5, 3);
    TreeForm form =
        (TreeForm) new ModelForms(Scale.MARGIN, OptionalInt.empty()).of(model).orElseThrow();
    FeatureCuts cuts = form.cuts();
    double[] steps = {0, 0.25};
    Action.Direction[] ways = Action.Direction.values();
    List<Lever> levers = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      levers.add(
          i == 2 ? code(2) : number(i, ways[(seed + i) % 3], steps[(seed + i) % 2], 0.7 + i));
    }
    TreeSearch search =
        new TreeSearch(cuts, new TreeScore(form.trees(), cuts), new TreeOptions(cuts, levers));
    double[][] extra = new double[features][0];
    for (int i = 0; i < Math.min(2, features); i++) {
      double[] thresholds = cuts.thresholds(cuts.used(i));
      extra[i] =
          IntStream.range(0, 2 * thresholds.length)
              .mapToDouble(k -> k % 2 == 0 ? thresholds[k / 2] : Math.nextUp(thresholds[k / 2]))
              .toArray();
    }
    int found = 0;
    int none = 0;
    for (Vector vector : random.rows(60)) {
      double[] row = vector.toArray();
      if (model.predictRaw(vector).apply(1) >= 0 || Double.isNaN(row[0] + row[1])) {
        continue;
      }
      RemedySearch.Result result = search.of(row, ALL);
      assertThat(result.isComplete()).isTrue();
      double grid = cheapest(search, row, levers, extra);
      if (result.remedies().isEmpty()) {
        none++;
        assertThat(grid).isInfinite();
        continue;
      }
      found++;
      assertThat(result.remedies().get(0).cost()).isCloseTo(grid, within(1e-9));
      for (Remedy remedy : result.remedies()) {
        Vector changed = Vectors.dense(after(row, remedy, levers));
        assertThat(model.predictRaw(changed).apply(1)).isGreaterThanOrEqualTo(0);
      }
    }
    assertThat(found + none).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void smallestForLinearModelsOfTwoAndThreeFeatures(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int numbers = seed % 2 == 0 ? 2 : 3;
    boolean hasCodes = seed % 4 >= 2;
    List<Lever> levers = new ArrayList<>();
    for (int i = 0; i < numbers; i++) {
      Action.Direction way = random.nextInt(3) == 0 ? Action.Direction.UP : Action.Direction.EITHER;
      double[] steps = {0, 0.25, 0.05};
      levers.add(number(i, way, steps[random.nextInt(3)], random.nextDouble(0.3, 2)));
    }
    if (hasCodes) {
      levers.set(
          numbers - 1,
          new Lever(
              "codes",
              true,
              new int[] {numbers, numbers + 1, numbers + 2},
              new String[] {"a", "b", "c"},
              new boolean[] {true, false, true},
              Action.Direction.EITHER,
              0,
              1,
              0,
              0,
              1));
    }
    double[] coefficients = random.doubles(numbers + 3, -2, 2).toArray();
    LinearSearch search = new LinearSearch(coefficients, -1.5, levers);
    int found = 0;
    for (int r = 0; r < 40; r++) {
      double[] row = random.doubles(numbers + 3, -1.4, 1.4).toArray();
      Arrays.fill(row, numbers, numbers + 3, 0);
      row[numbers + random.nextInt(3)] = 1;
      if (search.score(row) >= 0) {
        continue;
      }
      RemedySearch.Result result = search.of(row, ALL);
      double grid = cheapest(search, row, levers, new double[levers.size()][0]);
      assertThat(result.isComplete()).isTrue();
      if (result.remedies().isEmpty()) {
        assertThat(grid).isInfinite();
        continue;
      }
      found++;
      double cost = result.remedies().get(0).cost();
      assertThat(cost).isLessThanOrEqualTo(grid + 1e-9);
      boolean hasOnlySteps =
          levers.stream().allMatch(lever -> lever.step() > 0 || lever.isCategory());
      if (hasOnlySteps) {
        assertThat(cost).isCloseTo(grid, within(1e-9));
      }
      for (Remedy remedy : result.remedies()) {
        double[] changed = after(row, remedy, levers);
        assertThat(search.score(changed)).isGreaterThanOrEqualTo(-1e-9);
        assertAllowed(row, changed, remedy, levers);
      }
    }
    assertThat(found).isPositive();
  }

  private static void assertAllowed(
      double[] row, double[] changed, Remedy remedy, List<Lever> levers) {
    double cost = 0;
    for (int place : remedy.values().keySet()) {
      Lever lever = levers.get(place);
      int entry = lever.entries()[0];
      if (lever.isCategory()) {
        assertThat(lever.allowed()[lever.category(changed)]).isTrue();
        cost += 1;
        continue;
      }
      assertThat(changed[entry]).isBetween(lever.lowest() - 1e-12, lever.highest() + 1e-12);
      assertThat(changed[entry] > row[entry] ? lever.mayRise() : lever.mayFall()).isTrue();
      if (lever.step() > 0) {
        double multiple = changed[entry] / lever.step();
        assertThat(multiple).isCloseTo(Math.rint(multiple), within(1e-9));
      }
      cost += lever.cost(row[entry], changed[entry]);
    }
    assertThat(remedy.cost()).isCloseTo(cost, within(1e-9));
  }

  @Test
  void alternativesChangeOtherFeatures() {
    // x + y + z must rise by 1: by x at 1, by y at 2, by z at 4; nothing is gained by two of them.
    List<Lever> levers =
        List.of(
            number(0, Action.Direction.UP, 0, 1),
            number(1, Action.Direction.UP, 0, 0.5),
            number(2, Action.Direction.UP, 0, 0.25));
    LinearSearch search = new LinearSearch(new double[] {1, 1, 1}, -1, levers);
    List<Remedy> remedies = search.of(new double[] {0, 0, 0}, ALL).remedies();
    assertThat(remedies.stream().map(Remedy::cost)).containsExactly(1.0, 2.0, 4.0);
    assertThat(remedies.stream().map(remedy -> remedy.values().keySet()))
        .containsExactly(Set.of(0), Set.of(1), Set.of(2));
  }

  @Test
  void aSmallBudgetSaysSo() {
    RandomTrees random = new RandomTrees(9, 9, 0);
    GBTClassificationModel model = random.boosted(10, 5);
    TreeForm form =
        (TreeForm) new ModelForms(Scale.MARGIN, OptionalInt.empty()).of(model).orElseThrow();
    FeatureCuts cuts = form.cuts();
    List<Lever> levers = new ArrayList<>();
    for (int i : new int[] {0, 1, 3, 4, 6, 7}) {
      levers.add(number(i, Action.Direction.EITHER, 0, 1));
    }
    TreeSearch search =
        new TreeSearch(cuts, new TreeScore(form.trees(), cuts), new TreeOptions(cuts, levers));
    RemedySearch.Wish hurried = new RemedySearch.Wish(0, 3, 3, 3);
    int unproven = 0;
    for (Vector vector : random.rows(80)) {
      double[] row = vector.toArray();
      if (search.score(row) < -2) {
        RemedySearch.Result result = search.of(row, hurried);
        for (Remedy remedy : result.remedies()) {
          unproven += remedy.isSmallest() ? 0 : 1;
          assertThat(search.score(after(row, remedy, levers))).isGreaterThanOrEqualTo(0);
        }
      }
    }
    assertThat(unproven).isPositive();
  }
}
