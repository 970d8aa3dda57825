package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The best split of a node: the one that lowers Σ weight · (residual - mean)² most, as the variance
 * impurity of MLlib's regression trees.
 *
 * <p>Categories are tried in the order of their means, which for squares holds the best split of
 * all sets (Breiman et al. 1984, section 9.4). Of equal splits the first feature's lowest is taken.
 *
 * @param leastRows in a child
 * @param leastWeight of a child
 * @param leastGain per weight of the node
 */
record SplitFinder(
    FeatureBins bins,
    HistogramLayout layout,
    FixedScale residuals,
    FixedScale weights,
    long leastRows,
    double leastWeight,
    double leastGain) {
  /** Less than this share of a sum of squares is rounding. */
  private static final double ROUNDING = 1e-11;

  /** The best split, or null when none gains anything. */
  Split best(long[] histogram, NodeSums node) {
    Split best = null;
    for (int feature = 0; feature < bins.width(); feature++) {
      Split found =
          bins.isCategorical(feature)
              ? bestOfCategories(histogram, node, feature)
              : bestOfValues(histogram, node, feature);
      if (found != null && (best == null || found.gain() > best.gain())) {
        best = found;
      }
    }
    return best;
  }

  private Split bestOfValues(long[] histogram, NodeSums node, int feature) {
    Split best = null;
    NodeSums left = NodeSums.NONE;
    for (int bin = 0; bin < bins.count(feature) - 1; bin++) {
      NodeSums here = layout.at(histogram, feature, bin);
      left = left.plus(here);
      double gain = gain(left, node);
      if (gain > (best == null ? 0 : best.gain())) {
        best = new Split(feature, bin, null, gain, left);
      }
    }
    return best;
  }

  private Split bestOfCategories(long[] histogram, NodeSums node, int feature) {
    List<Integer> present = new ArrayList<>();
    for (int bin = 0; bin < bins.count(feature); bin++) {
      if (layout.at(histogram, feature, bin).weight() > 0) {
        present.add(bin);
      }
    }
    present.sort(Comparator.comparingDouble(bin -> mean(layout.at(histogram, feature, bin))));
    Split best = null;
    NodeSums left = NodeSums.NONE;
    long[] set = new long[4];
    for (int i = 0; i < present.size() - 1; i++) {
      int bin = present.get(i);
      left = left.plus(layout.at(histogram, feature, bin));
      set[bin >> 6] |= 1L << (bin & 63);
      double gain = gain(left, node);
      if (gain > (best == null ? 0 : best.gain())) {
        best = new Split(feature, 0, set.clone(), gain, left);
      }
    }
    return best;
  }

  double mean(NodeSums sums) {
    return residuals.value(sums.residual()) / weights.value(sums.weight());
  }

  private double gain(NodeSums left, NodeSums node) {
    NodeSums right = node.minus(left);
    if (left.rows() < leastRows || right.rows() < leastRows) {
      return 0;
    }
    double leftWeight = weights.value(left.weight());
    double rightWeight = weights.value(right.weight());
    if (leftWeight <= 0 || rightWeight <= 0 || Math.min(leftWeight, rightWeight) < leastWeight) {
      return 0;
    }
    double both = square(left, leftWeight) + square(right, rightWeight);
    double nodeWeight = weights.value(node.weight());
    double gain = both - square(node, nodeWeight);
    return gain > ROUNDING * both && gain >= leastGain * nodeWeight ? gain : 0;
  }

  private double square(NodeSums sums, double weight) {
    double sum = residuals.value(sums.residual());
    return sum * sum / weight;
  }
}
