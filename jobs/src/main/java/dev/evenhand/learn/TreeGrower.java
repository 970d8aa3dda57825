package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Grows one tree, level by level: a pass over the rows gathers the histograms of the new nodes, of
 * two siblings only that of the smaller one, since the other is what is left of their parent's.
 */
final class TreeGrower {
  private final BoostingRows rows;
  private final SplitFinder finder;
  private final BinnedTree tree = new BinnedTree();
  private final List<NodeSums> sums = new ArrayList<>();
  private BoostingRound round;

  /** A node with its histogram. */
  private record Open(int node, long[] histogram) {}

  /** A node that is to have a histogram; its sibling's is then what its parent's leaves over. */
  private record Wanted(int node, int sibling, long[] parent) {}

  TreeGrower(BoostingRows rows, SplitFinder finder, BoostingRound round) {
    this.rows = rows;
    this.finder = finder;
    this.round = round.with(tree);
  }

  /** A grown tree and the sums of its nodes. */
  record Grown(BinnedTree tree, List<NodeSums> sums) {}

  Grown grow(int mostDepth) {
    List<Open> level = gathered(List.of(new Wanted(0, -1, null)));
    sums.add(total(level.get(0).histogram()));
    for (int depth = 1; depth <= mostDepth && !level.isEmpty(); depth++) {
      List<Wanted> wanted = new ArrayList<>();
      for (Open open : level) {
        Split split = finder.best(open.histogram(), sums.get(open.node()));
        if (split != null) {
          wanted.add(cut(open, split));
        }
      }
      level = depth < mostDepth ? gathered(wanted) : List.of();
    }
    return new Grown(tree, sums);
  }

  private NodeSums total(long[] histogram) {
    NodeSums total = NodeSums.NONE;
    for (int bin = 0; bin < rows.bins().count(0); bin++) {
      total = total.plus(rows.layout().at(histogram, 0, bin));
    }
    return total;
  }

  private Wanted cut(Open open, Split split) {
    NodeSums right = sums.get(open.node()).minus(split.left());
    tree.split(open.node(), split);
    int left = tree.left(open.node());
    sums.add(split.left());
    sums.add(right);
    return split.left().rows() <= right.rows()
        ? new Wanted(left, left + 1, open.histogram())
        : new Wanted(left + 1, left, open.histogram());
  }

  private List<Open> gathered(List<Wanted> wanted) {
    List<Open> open = new ArrayList<>();
    int atOnce = rows.layout().nodesAtOnce();
    for (int from = 0; from < wanted.size(); from += atOnce) {
      gather(wanted.subList(from, Math.min(wanted.size(), from + atOnce)), open);
    }
    return open;
  }

  private void gather(List<Wanted> wanted, List<Open> open) {
    int[] slots = new int[tree.size()];
    Arrays.fill(slots, -1);
    for (int slot = 0; slot < wanted.size(); slot++) {
      slots[wanted.get(slot).node()] = slot;
    }
    long[] all = rows.histograms(round, slots, wanted.size());
    int size = rows.layout().size();
    for (int slot = 0; slot < wanted.size(); slot++) {
      Wanted each = wanted.get(slot);
      long[] own = Arrays.copyOfRange(all, slot * size, (slot + 1) * size);
      open.add(new Open(each.node(), own));
      if (each.sibling() >= 0) {
        open.add(new Open(each.sibling(), rest(each.parent(), own)));
      }
    }
  }

  /** The parent's histogram, which is no longer needed, less that of one child. */
  private static long[] rest(long[] parent, long[] child) {
    for (int i = 0; i < child.length; i++) {
      parent[i] -= child[i];
    }
    return parent;
  }
}
