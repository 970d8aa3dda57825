package dev.evenhand.attribution;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cuts trees into units of few conditions. A subtree is a unit if it and the way to it have at most
 * {@value #SUBTREE} inner nodes; of deeper leaves each is one, with one condition a feature.
 */
final class Units {
  private static final int SUBTREE = 6;

  private final FlatTree tree;
  private final FeatureCuts cuts;
  private final int[] playerOf;
  private final List<Unit> units = new ArrayList<>();

  private Units(FlatTree tree, FeatureCuts cuts, int[] playerOf) {
    this.tree = tree;
    this.cuts = cuts;
    this.playerOf = playerOf;
  }

  /**
   * The same units, in the same order, whoever the players are.
   *
   * @param playerOf the player of each entry of the vector
   */
  static List<Unit> of(List<FlatTree> trees, FeatureCuts cuts, int[] playerOf) {
    List<Unit> all = new ArrayList<>();
    for (FlatTree tree : trees) {
      Units of = new Units(tree, cuts, playerOf);
      of.cut(0, List.of());
      all.addAll(of.units);
    }
    return all;
  }

  /** A split on the way to a leaf. */
  private record Step(int node, boolean isLeft, double share) {}

  private void cut(int node, List<Step> way) {
    int inner = tree.innerNodes(node);
    if (way.size() + inner <= SUBTREE || (inner == 1 && way.size() < Byte.SIZE)) {
      subtree(node, way);
    } else if (tree.isLeaf(node)) {
      lone(node, way);
    } else {
      cut(tree.left().get(node), onward(way, node, true));
      cut(tree.right().get(node), onward(way, node, false));
    }
  }

  private List<Step> onward(List<Step> way, int node, boolean isLeft) {
    double left = tree.leftShare(node);
    List<Step> further = new ArrayList<>(way);
    further.add(new Step(node, isLeft, isLeft ? left : 1 - left));
    return further;
  }

  private void subtree(int node, List<Step> way) {
    TreeMap<Integer, Integer> bits = new TreeMap<>();
    way.forEach(step -> bits.put(step.node(), bits.size()));
    List<LeafPath> leaves = new ArrayList<>();
    leaves(node, way, bits, leaves);
    Condition[] conditions = new Condition[bits.size()];
    bits.forEach(
        (inner, bit) ->
            conditions[bit] = new Condition(used(inner), cuts.leftBins(tree.splits().get(inner))));
    units.add(new Unit(List.of(conditions), leaves));
  }

  private void leaves(int node, List<Step> way, Map<Integer, Integer> bits, List<LeafPath> leaves) {
    if (!tree.isLeaf(node)) {
      bits.put(node, bits.size());
      leaves(tree.left().get(node), onward(way, node, true), bits, leaves);
      leaves(tree.right().get(node), onward(way, node, false), bits, leaves);
      return;
    }
    TreeMap<Integer, Part> parts = new TreeMap<>();
    for (Step step : way) {
      Part part = parts.computeIfAbsent(player(step.node()), p -> new Part());
      long bit = 1L << bits.get(step.node());
      part.add(bit, step.isLeft() ? bit : 0, step.share());
    }
    leaves.add(path(node, parts));
  }

  /** A leaf alone: the conditions of one feature become one. */
  private void lone(int leaf, List<Step> way) {
    TreeMap<Integer, BitSet> bins = new TreeMap<>();
    TreeMap<Integer, Part> parts = new TreeMap<>();
    for (Step step : way) {
      int used = used(step.node());
      BitSet through = cuts.leftBins(tree.splits().get(step.node()));
      if (!step.isLeft()) {
        through.flip(0, cuts.bins(used));
      }
      bins.merge(used, through, Units::both);
    }
    List<Condition> conditions = new ArrayList<>();
    TreeMap<Integer, Long> bitOf = new TreeMap<>();
    bins.forEach(
        (used, through) -> {
          bitOf.put(used, 1L << conditions.size());
          conditions.add(new Condition(used, through));
        });
    for (Step step : way) {
      long bit = bitOf.get(used(step.node()));
      parts.computeIfAbsent(player(step.node()), p -> new Part()).add(bit, bit, step.share());
    }
    units.add(new Unit(conditions, List.of(path(leaf, parts))));
  }

  private static BitSet both(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.and(b);
    return both;
  }

  private int used(int node) {
    return cuts.used(tree.splits().get(node).featureIndex());
  }

  private int player(int node) {
    return playerOf[tree.splits().get(node).featureIndex()];
  }

  private LeafPath path(int leaf, TreeMap<Integer, Part> parts) {
    return new LeafPath(
        parts.keySet().stream().mapToInt(Integer::intValue).toArray(),
        parts.values().stream().mapToLong(part -> part.mask).toArray(),
        parts.values().stream().mapToLong(part -> part.wanted).toArray(),
        parts.values().stream().mapToDouble(part -> part.unknown).toArray(),
        tree.values().get(leaf));
  }

  /** What one player has to satisfy on the way to a leaf. */
  private static final class Part {
    private long mask;
    private long wanted;
    private double unknown = 1;

    void add(long bits, long answers, double share) {
      mask |= bits;
      wanted |= answers;
      unknown *= share;
    }
  }
}
