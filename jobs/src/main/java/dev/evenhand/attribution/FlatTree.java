package dev.evenhand.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.ml.tree.Split;

/**
 * A tree as lists by node, parents before children.
 *
 * @param splits null for a leaf
 * @param left the child that the split sends left; 0 for a leaf
 * @param covers weight of the training rows that reached a node
 * @param values of a leaf, one an output, times the tree's weight; null for an inner node
 */
record FlatTree(
    List<Split> splits,
    List<Integer> left,
    List<Integer> right,
    List<Double> covers,
    List<double[]> values) {

  static FlatTree of(Node root, Function<LeafNode, double[]> values) {
    FlatTree tree =
        new FlatTree(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    tree.add(root, values);
    return tree;
  }

  private int add(Node node, Function<LeafNode, double[]> valuesOf) {
    int place = splits.size();
    splits.add(null);
    left.add(0);
    right.add(0);
    values.add(null);
    covers.add(node.impurityStats() == null ? Double.NaN : node.impurityStats().count());
    if (node instanceof InternalNode inner) {
      splits.set(place, inner.split());
      left.set(place, add(inner.leftChild(), valuesOf));
      right.set(place, add(inner.rightChild(), valuesOf));
    } else {
      values.set(place, valuesOf.apply((LeafNode) node));
    }
    return place;
  }

  boolean isLeaf(int node) {
    return splits.get(node) == null;
  }

  /** Inner nodes at and below a node. */
  int innerNodes(int node) {
    return isLeaf(node) ? 0 : 1 + innerNodes(left.get(node)) + innerNodes(right.get(node));
  }

  /** Share of a node's training rows that its split sends left; a half where there were none. */
  double leftShare(int node) {
    double toLeft = covers.get(left.get(node));
    double toRight = covers.get(right.get(node));
    double both = toLeft + toRight;
    return both == 0 ? 0.5 : toLeft / both;
  }

  boolean knowsItsRows() {
    return covers.stream().allMatch(cover -> cover >= 0 && Double.isFinite(cover));
  }
}
