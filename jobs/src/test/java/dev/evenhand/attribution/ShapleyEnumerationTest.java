package dev.evenhand.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.tree.LeafNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal to enumeration over all subsets of players, to 1e-9. */
class ShapleyEnumerationTest {
  private static final double CLOSE = 1e-9;

  static Players each(int features) {
    return Players.named(IntStream.range(0, features).mapToObj(i -> "x" + i).toList());
  }

  static Players grouped(int features) {
    return Players.named(IntStream.range(0, features).mapToObj(i -> "p" + i * i % 5).toList());
  }

  private static ExactPlan plan(
      Transformer model, Players players, Background background, Scale scale) {
    ModelForm form = new ModelForms(scale, OptionalInt.empty()).of(model).orElseThrow();
    return new ExactPlan(form, players, background, scale);
  }

  static Background background(Transformer model, List<Vector> rows) {
    ModelForm form = new ModelForms(Scale.MARGIN, OptionalInt.empty()).of(model).orElseThrow();
    TreeForm trees = (TreeForm) form;
    FeatureCuts cuts = trees.cuts();
    List<Map<Long, Long>> counts = new ArrayList<>();
    for (Unit unit : Units.of(trees.trees(), cuts, new int[trees.features()])) {
      Map<Long, Long> of = new TreeMap<>();
      for (Vector row : rows) {
        double[] values = cuts.values(row);
        int[] bins = IntStream.range(0, values.length).map(i -> cuts.bin(i, values[i])).toArray();
        of.merge(unit.answers(bins), 1L, Long::sum);
      }
      counts.add(of);
    }
    return new Background(rows.size(), new double[0], counts);
  }

  private static double expected(
      GBTClassificationModel model, Vector row, Players players, int known) {
    double sum = 0;
    for (int t = 0; t < model.trees().length; t++) {
      sum +=
          model.treeWeights()[t]
              * Enumeration.expected(
                  model.trees()[t].rootNode(), row, players.ofEntry(), known, LeafNode::prediction);
    }
    return sum;
  }

  static void assertEqual(double[] found, double[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      assertThat(found[i]).isCloseTo(wanted[i], within(CLOSE));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,4,2", "2,8,5", "3,12,5", "4,12,7", "5,12,10", "6,3,8", "7,1,3", "8,12,0"})
  void pathDependentOfBoostedTrees(int seed, int features, int depth) {
    RandomTrees random = new RandomTrees(seed, features, 0);
    GBTClassificationModel model = random.boosted(3, depth);
    for (Players players : List.of(each(features), grouped(features))) {
      int n = players.names().size();
      Attribution exact = plan(model, players, null, Scale.MARGIN).contributions();
      for (Vector row : random.rows(8)) {
        double[] wanted = Enumeration.shapley(s -> expected(model, row, players, s), n);
        double[] found = exact.of(row);
        assertEqual(found, wanted);
        assertThat(exact.base()[0]).isCloseTo(expected(model, row, players, 0), within(CLOSE));
        assertThat(Arrays.stream(found).sum() + exact.base()[0])
            .isCloseTo(model.predictRaw(row).apply(1), within(CLOSE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 9})
  void pathDependentOfAForestOfThreeClassesOnTheProbability(int depth) {
    RandomTrees random = new RandomTrees(depth, 9, 3);
    RandomForestClassificationModel model = random.forest(4, depth);
    Players players = grouped(9);
    int n = players.names().size();
    Attribution exact = plan(model, players, null, Scale.PROBABILITY).contributions();
    for (Vector row : random.rows(6)) {
      double[] found = exact.of(row);
      for (int c = 0; c < 3; c++) {
        int k = c;
        double[] wanted =
            Enumeration.shapley(
                s ->
                    Arrays.stream(model.trees())
                        .mapToDouble(
                            tree ->
                                Enumeration.expected(
                                    tree.rootNode(), row, players.ofEntry(), s, share(k)))
                        .average()
                        .orElseThrow(),
                n);
        assertEqual(Arrays.copyOfRange(found, c * n, (c + 1) * n), wanted);
        assertThat(exact.base()[c] + Arrays.stream(wanted).sum())
            .isCloseTo(model.predictProbability(row).apply(c), within(CLOSE));
      }
    }
  }

  private static ToDoubleFunction<LeafNode> share(int k) {
    return leaf -> {
      double[] stats = leaf.impurityStats().stats();
      return stats[k] / Arrays.stream(stats).sum();
    };
  }

  @ParameterizedTest
  @CsvSource({"11,6,3", "12,12,5", "13,10,10", "14,2,6"})
  void interventionalOfBoostedTrees(int seed, int features, int depth) {
    RandomTrees random = new RandomTrees(seed, features, 0);
    GBTClassificationModel model = random.boosted(3, depth);
    List<Vector> background = random.rows(7);
    ToDoubleFunction<Vector> margin = row -> model.predictRaw(row).apply(1);
    for (Players players : List.of(each(features), grouped(features))) {
      int n = players.names().size();
      Attribution exact =
          plan(model, players, background(model, background), Scale.MARGIN).contributions();
      for (Vector row : random.rows(3)) {
        double[] wanted =
            Enumeration.shapley(
                s -> Enumeration.mixed(margin, row, background, players.ofEntry(), s), n);
        assertEqual(exact.of(row), wanted);
        assertThat(exact.base()[0])
            .isCloseTo(
                Enumeration.mixed(margin, row, background, players.ofEntry(), 0), within(CLOSE));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"21,6,4,false", "22,9,9,false", "23,6,4,true", "24,9,9,true"})
  void interactions(int seed, int features, int depth, boolean isInterventional) {
    RandomTrees random = new RandomTrees(seed, features, 0);
    DecisionTreeRegressionModel model = random.regressor(depth);
    Players players = grouped(features);
    int n = players.names().size();
    List<Vector> background = random.rows(5);
    Background counts = isInterventional ? background(model, background) : null;
    Attribution exact = plan(model, players, counts, Scale.MARGIN).withInteractions();
    for (Vector row : random.rows(5)) {
      Enumeration.Game game =
          isInterventional
              ? s -> Enumeration.mixed(model::predict, row, background, players.ofEntry(), s)
              : s ->
                  Enumeration.expected(
                      model.rootNode(), row, players.ofEntry(), s, LeafNode::prediction);
      double[] found = exact.of(row);
      assertEqual(Arrays.copyOf(found, n), Enumeration.shapley(game, n));
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          assertThat(found[n + i * n + j])
              .isCloseTo(Enumeration.interaction(game, n, i, j), within(CLOSE));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"41,4,4,0", "42,8,6,3", "43,12,9,2", "44,2,12,0", "45,9,9,0"})
  void walkingATreeIsAsExactAsItsTables(int seed, int features, int depth, int classes) {
    RandomTrees random = new RandomTrees(seed, features, classes);
    Transformer model = classes == 0 ? random.regressor(depth) : random.classifier(depth);
    TreeForm form =
        (TreeForm) new ModelForms(Scale.MARGIN, OptionalInt.empty()).of(model).orElseThrow();
    FlatTree tree = form.trees().get(0);
    FeatureCuts cuts = form.cuts();
    Players players = grouped(features);
    int n = players.names().size();
    List<Unit> units = Units.of(form.trees(), cuts, players.ofEntry());
    List<List<LeafGame>> games = new ArrayList<>();
    for (Unit unit : units) {
      games.add(
          unit.leaves().stream().map(leaf -> (LeafGame) new PathDependentLeaf(leaf)).toList());
    }
    Contributions sums = new Contributions(units, games, form.outputs(), n, false);
    DeepTree walked = new DeepTree(tree, cuts, players.ofEntry(), n);
    double[] base = new double[form.outputs()];
    walked.addBase(base);
    assertThat(base).containsExactly(sums.base(), within(1e-12));
    for (Vector row : random.rows(20)) {
      double[] values = cuts.values(row);
      int[] bins = IntStream.range(0, values.length).map(i -> cuts.bin(i, values[i])).toArray();
      double[] wanted = new double[form.outputs() * n];
      new DeepLeaves(sums).add(bins, wanted);
      double[] found = new double[form.outputs() * n];
      walked.add(bins, form.outputs(), found);
      assertThat(found).containsExactly(wanted, within(1e-11));
      assertThat(TreeAttribution.of(features, cuts, sums, List.of()).of(row))
          .containsExactly(wanted, within(1e-11));
    }
  }

  @Test
  void quadratureIsExactToItsDegree() {
    for (int points = 1; points <= 16; points++) {
      GaussLegendre rule = GaussLegendre.points(points);
      for (int degree = 0; degree < 2 * points; degree++) {
        double sum = 0;
        for (int k = 0; k < points; k++) {
          sum += rule.weights()[k] * Math.pow(rule.nodes()[k], degree);
        }
        assertThat(sum).isCloseTo(1.0 / (degree + 1), within(1e-14));
      }
    }
  }

  @Test
  void aPlayerThatNoTreeAsksGetsNothing() {
    RandomTrees random = new RandomTrees(31, 4, 0);
    GBTClassificationModel model = random.boosted(2, 3);
    List<String> names = new ArrayList<>(Collections.nCopies(4, "asked"));
    Players players = Players.named(names);
    Attribution exact = plan(model, players, null, Scale.MARGIN).contributions();
    Vector row = random.rows(1).get(0);
    assertThat(exact.of(row)).hasSize(1);
    assertThat(exact.of(row)[0])
        .isCloseTo(model.predictRaw(row).apply(1) - exact.base()[0], within(CLOSE));
  }
}
