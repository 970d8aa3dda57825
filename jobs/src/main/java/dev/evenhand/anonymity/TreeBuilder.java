package dev.evenhand.anonymity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Writes grown branches down as a tree for rows and its classes; whoever is left out still goes to
 * the class that it lies outside of.
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
    BitSet left = branch.cut().left();
    if (tuples.domain(dimension) instanceof NumberDomain numbers) {
      double threshold = numbers.threshold(left.length() - 1);
      int low = add(branch.left());
      nodes.set(at, new CutTree.Node(dimension, threshold, null, low, add(branch.right())));
      return at;
    }
    boolean leftIsLess = branch.left().rows() <= branch.right().rows();
    Mondrian.Branch less = leftIsLess ? branch.left() : branch.right();
    Mondrian.Branch more = leftIsLess ? branch.right() : branch.left();
    int[] codes = leftIsLess ? left.stream().toArray() : codes(less, dimension);
    int in = add(less);
    nodes.set(at, new CutTree.Node(dimension, 0, codes, in, add(more)));
    return at;
  }

  private int[] codes(Mondrian.Branch branch, int dimension) {
    BitSet found = new BitSet();
    for (int[] members : Mondrian.classes(branch)) {
      Arrays.stream(members).forEach(member -> found.set(tuples.code(member, dimension)));
    }
    return found.stream().toArray();
  }
}
