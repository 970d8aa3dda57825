package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Path-dependent contributions of a tree too large for tables, in one walk over it: at the nodes of
 * Gauss and Legendre's rule the products of all players' factors go down, and sums over leaves come
 * up (Yu et al. 2022, Linear TreeSHAP; the rule is exact to the degree that a path has players).
 * Where a player comes again, its former factor is divided out, and what it was given for it taken
 * back.
 */
final class DeepTree implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int players;
  private final int[] used;
  private final int[] player;
  private final int[] left;
  private final int[] right;
  private final BitSet[] leftBins;
  private final double[][] values;
  private final double[] share;
  private final double[] before;
  private final double[] points;
  private final double[] weights;
  private int depth;

  /**
   * @param playerOf the player of each entry of the vector
   */
  DeepTree(FlatTree tree, FeatureCuts cuts, int[] playerOf, int players) {
    this.players = players;
    int size = tree.splits().size();
    used = new int[size];
    player = new int[size];
    left = tree.left().stream().mapToInt(Integer::intValue).toArray();
    right = tree.right().stream().mapToInt(Integer::intValue).toArray();
    leftBins = new BitSet[size];
    values = tree.values().toArray(double[][]::new);
    share = new double[size];
    before = new double[size];
    for (int node = 0; node < size; node++) {
      if (!tree.isLeaf(node)) {
        int entry = tree.splits().get(node).featureIndex();
        used[node] = cuts.used(entry);
        player[node] = playerOf[entry];
        leftBins[node] = cuts.leftBins(tree.splits().get(node));
      }
    }
    double[] shares = new double[players];
    Arrays.fill(shares, Double.NaN);
    GaussLegendre rule = GaussLegendre.exactTo(fill(tree, 0, shares, 0, 0) - 1);
    points = rule.nodes();
    weights = rule.weights();
  }

  /** The shares of players on the way to each node; returns the most players of a path. */
  private int fill(FlatTree tree, int node, double[] shares, int onPath, int level) {
    depth = Math.max(depth, level);
    if (tree.isLeaf(node)) {
      return onPath;
    }
    int most = 0;
    double former = shares[player[node]];
    boolean isNew = Double.isNaN(former);
    for (int child : new int[] {left[node], right[node]}) {
      double toLeft = tree.leftShare(node);
      before[child] = former;
      share[child] = (isNew ? 1 : former) * (child == left[node] ? toLeft : 1 - toLeft);
      shares[player[node]] = share[child];
      most = Math.max(most, fill(tree, child, shares, onPath + (isNew ? 1 : 0), level + 1));
    }
    shares[player[node]] = former;
    return most;
  }

  /** Adds what each output is expected to be when nobody is known. */
  void addBase(double[] base) {
    addBase(0, 1, base);
  }

  private void addBase(int node, double chance, double[] base) {
    if (values[node] != null) {
      for (int c = 0; c < base.length; c++) {
        base[c] += chance * values[node][c];
      }
      return;
    }
    for (int child : new int[] {left[node], right[node]}) {
      double own = Double.isNaN(before[child]) ? share[child] : share[child] / before[child];
      addBase(child, before[child] == 0 ? 0 : chance * own, base);
    }
  }

  /** Adds contributions at output · players + player. */
  void add(int[] bins, int outputs, double[] sums) {
    new Walk(bins, outputs, sums).from(0, 0);
  }

  /** The walk of one row. */
  private final class Walk {
    private final int[] bins;
    private final int outputs;
    private final double[] sums;
    private final boolean[] isUnmet;
    private final double[][] products;
    private final double[][] factors;
    private final double[][] formers;
    private final double[][] totals;

    Walk(int[] bins, int outputs, double[] sums) {
      this.bins = bins;
      this.outputs = outputs;
      this.sums = sums;
      isUnmet = new boolean[players];
      products = new double[depth + 2][points.length];
      factors = new double[depth + 2][points.length];
      formers = new double[depth + 2][points.length];
      totals = new double[depth + 2][points.length * outputs];
      Arrays.fill(products[0], 1);
    }

    void from(int node, int level) {
      double[] total = totals[level];
      if (values[node] != null) {
        for (int c = 0; c < outputs; c++) {
          for (int k = 0; k < points.length; k++) {
            total[c * points.length + k] = values[node][c] * weights[k] * products[level][k];
          }
        }
        return;
      }
      Arrays.fill(total, 0);
      boolean goesLeft = leftBins[node].get(bins[used[node]]);
      along(node, left[node], goesLeft, level);
      along(node, right[node], !goesLeft, level);
    }

    private void along(int node, int child, boolean isMet, int level) {
      int own = player[node];
      boolean wasUnmet = isUnmet[own];
      double known = isMet && !wasUnmet ? 1 : 0;
      double unknown = share[child];
      if (known == 0 && unknown == 0) {
        return; // no training row and not this one: every factor below is 0
      }
      boolean isNew = Double.isNaN(before[child]);
      double formerKnown = wasUnmet ? 0 : 1;
      double formerUnknown = isNew ? 1 : before[child];
      double[] factor = factors[level];
      double[] former = formers[level];
      for (int k = 0; k < points.length; k++) {
        factor[k] = known * points[k] + unknown * (1 - points[k]);
        former[k] = isNew ? 1 : formerKnown * points[k] + formerUnknown * (1 - points[k]);
        products[level + 1][k] = products[level][k] * factor[k] / former[k];
      }
      isUnmet[own] = known == 0;
      from(child, level + 1);
      isUnmet[own] = wasUnmet;
      double gain = known - unknown;
      double given = isNew ? 0 : formerKnown - formerUnknown;
      for (int c = 0; c < outputs; c++) {
        double sum = 0;
        for (int k = 0; k < points.length; k++) {
          double below = totals[level + 1][c * points.length + k];
          sum += below * (gain / factor[k] - given / former[k]);
          totals[level][c * points.length + k] += below;
        }
        sums[c * players + own] += sum;
      }
    }
  }
}
