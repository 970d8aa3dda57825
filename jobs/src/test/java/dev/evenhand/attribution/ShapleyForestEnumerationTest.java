package dev.evenhand.attribution;

import static dev.evenhand.attribution.ShapleyEnumerationTest.assertEqual;
import static dev.evenhand.attribution.ShapleyEnumerationTest.background;
import static dev.evenhand.attribution.ShapleyEnumerationTest.each;
import static dev.evenhand.attribution.ShapleyEnumerationTest.grouped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.ml.tree.LeafNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of trees, each class and scale, against all subsets of twelve columns, to 1e-9. */
class ShapleyForestEnumerationTest {
  private static final double CLOSE = 1e-9;
  private static final int FEATURES = 12;
  private static final int CLASSES = 3;

  /** What a leaf of one of the trees adds to the score of a class. */
  private interface Leaf {
    double of(int tree, LeafNode leaf, int k);
  }

  /** The score of a class, by MLlib. */
  private interface Score {
    double of(Vector row, int k);
  }

  private record Case(
      String name,
      Transformer model,
      List<? extends DecisionTreeModel> trees,
      Scale scale,
      int classes,
      Leaf leaf,
      Score score) {
    ExactPlan plan(Players players, Background background, OptionalInt target) {
      ModelForm form = new ModelForms(scale, target).of(model).orElseThrow();
      return new ExactPlan(form, players, background, scale);
    }

    Enumeration.Game pathDependent(Vector row, Players players, int k) {
      return known ->
          IntStream.range(0, trees.size())
              .mapToDouble(
                  t ->
                      Enumeration.expected(
                          trees.get(t).rootNode(),
                          row,
                          players.ofEntry(),
                          known,
                          leaf -> this.leaf.of(t, leaf, k)))
              .sum();
    }

    Enumeration.Game interventional(Vector row, List<Vector> others, Players players, int k) {
      ToDoubleFunction<Vector> ofClass = mixed -> score.of(mixed, k);
      return known -> Enumeration.mixed(ofClass, row, others, players.ofEntry(), known);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Case> cases() {
    return Stream.concat(regressions(), classifiers());
  }

  private static Stream<Case> regressions() {
    RandomTrees random = new RandomTrees(51, FEATURES, 0);
    RandomForestRegressionModel forest = random.regressionForest(4, 6);
    GBTRegressionModel boosted = random.boostedRegression(3, 6);
    GBTClassificationModel margin = random.boosted(3, 6);
    return Stream.of(
        new Case(
            "regression forest",
            forest,
            List.of(forest.trees()),
            Scale.MARGIN,
            1,
            (tree, leaf, k) -> leaf.prediction() / 4,
            (row, k) -> forest.predict(row)),
        new Case(
            "boosted regression",
            boosted,
            List.of(boosted.trees()),
            Scale.MARGIN,
            1,
            (tree, leaf, k) -> leaf.prediction() * boosted.treeWeights()[tree],
            (row, k) -> boosted.predict(row)),
        new Case(
            "boosted classes",
            margin,
            List.of(margin.trees()),
            Scale.MARGIN,
            1,
            (tree, leaf, k) -> leaf.prediction() * margin.treeWeights()[tree],
            (row, k) -> margin.predictRaw(row).apply(1)));
  }

  private static Stream<Case> classifiers() {
    RandomTrees random = new RandomTrees(52, FEATURES, CLASSES);
    RandomForestClassificationModel forest = random.forest(4, 6);
    DecisionTreeClassificationModel tree = random.classifier(7);
    return Stream.of(
        new Case(
            "forest's votes",
            forest,
            List.of(forest.trees()),
            Scale.MARGIN,
            CLASSES,
            (t, leaf, k) -> share(leaf, k),
            (row, k) -> forest.predictRaw(row).apply(k)),
        new Case(
            "forest's probability",
            forest,
            List.of(forest.trees()),
            Scale.PROBABILITY,
            CLASSES,
            (t, leaf, k) -> share(leaf, k) / 4,
            (row, k) -> forest.predictProbability(row).apply(k)),
        new Case(
            "tree's weights",
            tree,
            List.of(tree),
            Scale.MARGIN,
            CLASSES,
            (t, leaf, k) -> leaf.impurityStats().stats()[k],
            (row, k) -> tree.predictRaw(row).apply(k)),
        new Case(
            "tree's probability",
            tree,
            List.of(tree),
            Scale.PROBABILITY,
            CLASSES,
            (t, leaf, k) -> share(leaf, k),
            (row, k) -> tree.predictProbability(row).apply(k)));
  }

  private static double share(LeafNode leaf, int k) {
    double[] stats = leaf.impurityStats().stats();
    return stats[k] / Arrays.stream(stats).sum();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void pathDependentOfTwelveColumnsAddsUpToTheScore(Case of) {
    Players players = each(FEATURES);
    Attribution exact = of.plan(players, null, OptionalInt.empty()).contributions();
    for (Vector row : new RandomTrees(61, FEATURES, 0).rows(4)) {
      double[] found = exact.of(row);
      assertThat(found).hasSize(of.classes() * FEATURES);
      for (int k = 0; k < of.classes(); k++) {
        double[] ofClass = Arrays.copyOfRange(found, k * FEATURES, (k + 1) * FEATURES);
        assertEqual(ofClass, Enumeration.shapley(of.pathDependent(row, players, k), FEATURES));
        assertThat(exact.base()[k] + Arrays.stream(ofClass).sum())
            .isCloseTo(of.score().of(row, k), within(CLOSE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void interventionalOfTwelveColumnsAddsUpToTheScore(Case of) {
    Players players = each(FEATURES);
    List<Vector> others = new RandomTrees(62, FEATURES, 0).rows(5);
    Attribution exact =
        of.plan(players, background(of.model(), others), OptionalInt.empty()).contributions();
    for (Vector row : new RandomTrees(63, FEATURES, 0).rows(2)) {
      double[] found = exact.of(row);
      for (int k = 0; k < of.classes(); k++) {
        double[] ofClass = Arrays.copyOfRange(found, k * FEATURES, (k + 1) * FEATURES);
        assertEqual(
            ofClass, Enumeration.shapley(of.interventional(row, others, players, k), FEATURES));
        assertThat(exact.base()[k] + Arrays.stream(ofClass).sum())
            .isCloseTo(of.score().of(row, k), within(CLOSE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void interactionsOfEachClass(Case of) {
    Players players = grouped(FEATURES);
    int n = players.names().size();
    List<Vector> others = new RandomTrees(64, FEATURES, 0).rows(5);
    Background counts = background(of.model(), others);
    for (int k = 0; k < of.classes(); k++) {
      OptionalInt target = of.classes() == 1 ? OptionalInt.empty() : OptionalInt.of(k);
      Attribution byPath = of.plan(players, null, target).withInteractions();
      Attribution byRows = of.plan(players, counts, target).withInteractions();
      for (Vector row : new RandomTrees(65, FEATURES, 0).rows(3)) {
        assertInteractions(byPath.of(row), of.pathDependent(row, players, k), n);
        assertInteractions(byRows.of(row), of.interventional(row, others, players, k), n);
      }
    }
  }

  private static void assertInteractions(double[] found, Enumeration.Game game, int n) {
    assertEqual(Arrays.copyOf(found, n), Enumeration.shapley(game, n));
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        assertThat(found[n + i * n + j])
            .isCloseTo(Enumeration.interaction(game, n, i, j), within(CLOSE));
      }
    }
  }
}
