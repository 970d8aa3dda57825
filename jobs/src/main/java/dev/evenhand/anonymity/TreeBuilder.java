package dev.evenhand.anonymity;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes grown branches down as a tree for rows and its classes; whoever is left out still goes to
 * the class that it lies outside of. Nodes say no more than the classes below them do.
 */
final class TreeBuilder {
  private final Tuples tuples;
  private final Coding coding;
  private final Suppression left;
  private final List<CutTree.Node> nodes = new ArrayList<>();
  private final List<EquivalenceClass> classes = new ArrayList<>();

  TreeBuilder(Tuples tuples, Coding coding, Suppression left) {
    this.tuples = tuples;
    this.coding = coding;
    this.left = left;
  }

  Cuts build(Mondrian.Branch root) {
    add(root);
    return new Cuts(coding, new CutTree(nodes), classes);
  }

  /** The number of the node, or -1 - class. */
  private int add(Mondrian.Branch branch) {
    if (branch.cut() == null) {
      classes.add(EquivalenceClass.of(tuples, left.kept(branch.members()), coding));
      return -classes.size();
    }
    int at = nodes.size();
    nodes.add(null);
    int dimension = branch.cut().dimension();
    int from = classes.size();
    if (tuples.domain(dimension) instanceof NumberDomain) {
      int low = add(branch.left());
      int middle = classes.size();
      int high = add(branch.right());
      double threshold = threshold(dimension, from, middle);
      nodes.set(at, new CutTree.Node(dimension, threshold, null, low, high));
      return at;
    }
    boolean leftIsLess = branch.left().rows() <= branch.right().rows();
    int in = add(leftIsLess ? branch.left() : branch.right());
    int[] codes = codes(dimension, classes.subList(from, classes.size()));
    int out = add(leftIsLess ? branch.right() : branch.left());
    nodes.set(at, new CutTree.Node(dimension, 0, codes, in, out));
    return at;
  }

  /**
   * Halfway between what the classes from one number on hold and those from the other on; the
   * former where rounding leaves nothing between. Who is left out lies in neither.
   */
  private double threshold(int dimension, int from, int middle) {
    double left = Double.NEGATIVE_INFINITY;
    double right = Double.POSITIVE_INFINITY;
    for (int number = from; number < classes.size(); number++) {
      Part.Interval part = (Part.Interval) classes.get(number).parts().get(dimension);
      if (!Double.isNaN(part.low()) && number < middle) {
        left = Math.max(left, part.high());
      } else if (!Double.isNaN(part.low())) {
        right = Math.min(right, part.low());
      }
    }
    double halfway = left / 2 + right / 2;
    return halfway >= left && halfway < right ? halfway : left;
  }

  /** The values that classes hold. */
  private static int[] codes(int dimension, List<EquivalenceClass> classes) {
    BitSet found = new BitSet();
    for (EquivalenceClass one : classes) {
      IntStream.of(((Part.Values) one.parts().get(dimension)).codes()).forEach(found::set);
    }
    return found.stream().toArray();
  }
}
