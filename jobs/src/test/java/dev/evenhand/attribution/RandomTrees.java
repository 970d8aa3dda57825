package dev.evenhand.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.tree.CategoricalSplit;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.ml.tree.Split;
import org.apache.spark.mllib.tree.impurity.GiniCalculator;
import org.apache.spark.mllib.tree.impurity.ImpurityCalculator;
import org.apache.spark.mllib.tree.impurity.VarianceCalculator;

/**
 * Random trees of MLlib's own nodes: unbalanced, with features that come again, numbers and
 * categories; of regressions some nodes that no training row reached. Every third feature is a
 * category of five.
 */
final class RandomTrees {
  private static final int CATEGORIES = 5;

  private final SplittableRandom random;
  private final int features;
  private final int classes;

  /**
   * @param classes 0 for regression
   */
  RandomTrees(long seed, int features, int classes) {
    random = new SplittableRandom(seed);
    this.features = features;
    this.classes = classes;
  }

  DecisionTreeRegressionModel regressor(int depth) {
    return new DecisionTreeRegressionModel("tree", node(depth, 1000), features);
  }

  DecisionTreeClassificationModel classifier(int depth) {
    return new DecisionTreeClassificationModel("tree", node(depth, 1000), features, classes);
  }

  GBTClassificationModel boosted(int trees, int depth) {
    DecisionTreeRegressionModel[] each = regressors(trees, depth);
    return new GBTClassificationModel("gbt", each, weights(trees), features, 2);
  }

  GBTRegressionModel boostedRegression(int trees, int depth) {
    DecisionTreeRegressionModel[] each = regressors(trees, depth);
    return new GBTRegressionModel("gbt", each, weights(trees), features);
  }

  /** Its prediction is the sum over trees by numTrees, which only a fit sets. */
  RandomForestRegressionModel regressionForest(int trees, int depth) {
    RandomForestRegressionModel forest =
        new RandomForestRegressionModel("forest", regressors(trees, depth), features);
    return (RandomForestRegressionModel) forest.set(forest.numTrees(), trees);
  }

  private DecisionTreeRegressionModel[] regressors(int trees, int depth) {
    return IntStream.range(0, trees)
        .mapToObj(i -> regressor(depth))
        .toArray(DecisionTreeRegressionModel[]::new);
  }

  private double[] weights(int trees) {
    return random.doubles(trees, 0.05, 1).toArray();
  }

  RandomForestClassificationModel forest(int trees, int depth) {
    DecisionTreeClassificationModel[] each =
        IntStream.range(0, trees)
            .mapToObj(i -> classifier(depth))
            .toArray(DecisionTreeClassificationModel[]::new);
    return new RandomForestClassificationModel("forest", each, features, classes);
  }

  private Node node(int depth, double weight) {
    if (depth == 0 || random.nextInt(12) == 0) {
      ImpurityCalculator stats = stats(weight);
      return new LeafNode(random.nextDouble(-2, 2), 0, stats);
    }
    boolean isEmpty = classes == 0 && random.nextInt(15) == 0;
    double share = isEmpty ? 0 : random.nextDouble(0.02, 0.98);
    Node left = node(depth - 1, weight * share);
    Node right = node(depth - 1, weight * (1 - share));
    return new InternalNode(0, 0, 0, left, right, split(), stats(weight));
  }

  private Split split() {
    int feature = random.nextInt(features);
    if (feature % 3 == 2) {
      double[] left =
          IntStream.range(0, CATEGORIES)
              .filter(c -> random.nextBoolean())
              .asDoubleStream()
              .toArray();
      return new CategoricalSplit(feature, left, CATEGORIES);
    }
    return new ContinuousSplit(feature, random.nextInt(-6, 7) / 4.0);
  }

  private ImpurityCalculator stats(double weight) {
    if (classes == 0) {
      return new VarianceCalculator(new double[] {weight, 0, 0}, (long) weight);
    }
    double[] shares = random.doubles(classes, 0.01, 1).toArray();
    double all = Arrays.stream(shares).sum();
    return new GiniCalculator(
        Arrays.stream(shares).map(s -> weight * s / all).toArray(), (long) weight);
  }

  /** Rows with values on thresholds, missing ones and unknown categories among them. */
  List<Vector> rows(int n) {
    List<Vector> rows = new ArrayList<>();
    for (int r = 0; r < n; r++) {
      double[] values = new double[features];
      for (int i = 0; i < features; i++) {
        boolean isOdd = random.nextInt(40) == 0;
        if (i % 3 == 2) {
          values[i] = isOdd ? CATEGORIES + 2 : random.nextInt(CATEGORIES);
        } else {
          values[i] = isOdd ? Double.NaN : random.nextInt(-12, 13) / 8.0;
        }
      }
      rows.add(r % 2 == 0 ? Vectors.dense(values) : Vectors.dense(values).toSparse());
    }
    return rows;
  }
}
