package dev.evenhand.learn;

import java.util.BitSet;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.tree.CategoricalSplit;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.mllib.tree.impurity.VarianceCalculator;

/**
 * A finished tree with what MLlib's nodes say of their rows.
 *
 * @param statistics of each node: Σ weight, Σ weight · residual, Σ weight · residual²
 * @param rows of each node
 * @param step the weight of the tree, by which its values were multiplied
 */
record GrownTree(BinnedTree tree, double[][] statistics, long[] rows, double step) {

  static GrownTree of(
      TreeGrower.Grown grown, SplitFinder finder, LeafTallies tallies, double step) {
    BinnedTree tree = grown.tree();
    double[][] statistics = new double[tree.size()][];
    long[] rows = new long[tree.size()];
    for (int node = tree.size() - 1; node >= 0; node--) { // children come after their parents
      NodeSums sums = grown.sums().get(node);
      double square = tallies.square(node);
      if (!tree.isLeaf(node)) {
        int left = tree.left(node);
        square = statistics[left][2] + statistics[left + 1][2];
      }
      double weight = finder.weights().value(sums.weight());
      statistics[node] = new double[] {weight, finder.residuals().value(sums.residual()), square};
      rows[node] = sums.rows();
    }
    return new GrownTree(tree, statistics, rows, step);
  }

  DecisionTreeRegressionModel toModel(String uid, FeatureBins bins) {
    return new DecisionTreeRegressionModel(uid, node(0, bins), bins.width());
  }

  private Node node(int at, FeatureBins bins) {
    VarianceCalculator calculator = new VarianceCalculator(statistics[at], rows[at]);
    double impurity = Math.max(0, calculator.calculate());
    if (tree.isLeaf(at)) {
      return new LeafNode(tree.value(at) / step, impurity, calculator);
    }
    Node left = node(tree.left(at), bins);
    Node right = node(tree.left(at) + 1, bins);
    double leftShare = statistics[tree.left(at)][0] / statistics[at][0];
    double gain = impurity - leftShare * left.impurity() - (1 - leftShare) * right.impurity();
    int feature = tree.feature(at);
    org.apache.spark.ml.tree.Split split =
        tree.leftCategories(at) == null
            ? new ContinuousSplit(feature, bins.thresholds()[feature][tree.lastLeftBin(at)])
            : new CategoricalSplit(
                feature, categories(tree.leftCategories(at)), bins.categories()[feature]);
    return new InternalNode(
        calculator.predict(), impurity, Math.max(0, gain), left, right, split, calculator);
  }

  private static double[] categories(long[] set) {
    return BitSet.valueOf(set).stream().asDoubleStream().toArray();
  }
}
