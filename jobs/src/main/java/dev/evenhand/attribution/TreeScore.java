package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/** The sum of trees of one output, of bins and of sets of bins. */
final class TreeScore implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] roots;
  private final int[] used;
  private final int[] left;
  private final int[] right;
  private final BitSet[] leftBins;
  private final BitSet[] rightBins;
  private final double[] values;

  TreeScore(List<FlatTree> trees, FeatureCuts cuts) {
    int size = trees.stream().mapToInt(tree -> tree.splits().size()).sum();
    roots = new int[trees.size()];
    used = new int[size];
    left = new int[size];
    right = new int[size];
    leftBins = new BitSet[size];
    rightBins = new BitSet[size];
    values = new double[size];
    int first = 0;
    for (int t = 0; t < roots.length; t++) {
      roots[t] = first;
      FlatTree tree = trees.get(t);
      for (int node = 0; node < tree.splits().size(); node++) {
        fill(first + node, tree, node, first, cuts);
      }
      first += tree.splits().size();
    }
  }

  private void fill(int place, FlatTree tree, int node, int first, FeatureCuts cuts) {
    if (tree.isLeaf(node)) {
      used[place] = -1;
      values[place] = tree.values().get(node)[0];
      return;
    }
    used[place] = cuts.used(tree.splits().get(node).featureIndex());
    left[place] = first + tree.left().get(node);
    right[place] = first + tree.right().get(node);
    leftBins[place] = cuts.leftBins(tree.splits().get(node));
    rightBins[place] = (BitSet) leftBins[place].clone();
    rightBins[place].flip(0, cuts.bins(used[place]));
  }

  double of(int[] bins) {
    double sum = 0;
    for (int root : roots) {
      int node = root;
      while (used[node] >= 0) {
        node = leftBins[node].get(bins[used[node]]) ? left[node] : right[node];
      }
      sum += values[node];
    }
    return sum;
  }

  /** No row in these bins scores higher: the sum of each tree's highest leaf within reach. */
  double atMost(BitSet[] bins) {
    double sum = 0;
    for (int root : roots) {
      sum += highest(root, bins);
    }
    return sum;
  }

  private double highest(int node, BitSet[] bins) {
    if (used[node] < 0) {
      return values[node];
    }
    BitSet of = bins[used[node]];
    boolean goesLeft = of.intersects(leftBins[node]);
    boolean goesRight = of.intersects(rightBins[node]);
    if (goesLeft && goesRight) {
      return Math.max(highest(left[node], bins), highest(right[node], bins));
    }
    return highest(goesLeft ? left[node] : right[node], bins);
  }
}
