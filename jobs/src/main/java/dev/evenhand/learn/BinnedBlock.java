package dev.evenhand.learn;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A few thousand rows as bins, with a memory of where they stand in the boosting.
 *
 * <p>Margins, residuals and nodes follow from the rows and the {@link BoostingRound}; what a block
 * keeps of them only spares their computation. A block that Spark lost and made anew, or brought
 * back from disk, catches up by itself with the same numbers.
 */
final class BinnedBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final byte[] bins;
  private final byte[] labels;
  private final int[] combinations;
  private final double[] weights;
  private final long[] fixedWeights;
  private final long[] keys;

  private final double[] margins;
  private final long[] residuals;
  private final int[] nodes;
  private int applied;
  private int residualsOf = -1;

  /**
   * The rows, each field of which belongs to the block from now on.
   *
   * @param bins one row after another
   * @param combinations of sensitive values, numbered over all rows
   * @param weights null when all are 1
   * @param keys of the rows, for samples; null when all rows grow each tree
   */
  record Rows(
      int width,
      byte[] bins,
      byte[] labels,
      int[] combinations,
      double[] weights,
      long[] fixedWeights,
      long[] keys) {}

  BinnedBlock(Rows rows) {
    width = rows.width();
    bins = rows.bins();
    labels = rows.labels();
    combinations = rows.combinations();
    weights = rows.weights();
    fixedWeights = rows.fixedWeights();
    keys = rows.keys();
    margins = new double[labels.length];
    residuals = new long[labels.length];
    nodes = new int[labels.length];
  }

  /** Adds the histograms of nodes that have a slot to those of the same slot. */
  synchronized void addTo(long[] sums, BoostingRound round, int[] slots, HistogramLayout layout) {
    catchUp(round);
    for (int row = 0; row < labels.length; row++) {
      int slot = slots[nodes[row]];
      if (slot >= 0 && counts(row, round)) {
        if (layout.hasWeights()) {
          addWeighted(sums, row, slot * layout.size(), layout.offsets());
        } else {
          add(sums, row, slot * layout.size(), layout.offsets());
        }
      }
    }
  }

  private void add(long[] sums, int row, int base, int[] offsets) {
    long residual = residuals[row];
    int from = row * width;
    for (int feature = 0; feature < offsets.length; feature++) {
      int at = base + offsets[feature] + 2 * (bins[from + feature] & 0xff);
      sums[at] += residual;
      sums[at + 1]++;
    }
  }

  private void addWeighted(long[] sums, int row, int base, int[] offsets) {
    long residual = residuals[row];
    long weight = fixedWeights[row];
    int from = row * width;
    for (int feature = 0; feature < offsets.length; feature++) {
      int at = base + offsets[feature] + 3 * (bins[from + feature] & 0xff);
      sums[at] += residual;
      sums[at + 1]++;
      sums[at + 2] += weight;
    }
  }

  private boolean counts(int row, BoostingRound round) {
    return (fixedWeights == null || fixedWeights[row] > 0)
        && (keys == null || round.samples(keys[row]));
  }

  private double weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /** Margins with all finished trees, residuals of this round, nodes of the growing tree. */
  private void catchUp(BoostingRound round) {
    applyTrees(round);
    boolean isNew = residualsOf != round.number();
    for (int row = 0; row < labels.length; row++) {
      if (isNew) {
        double residual = round.residual(margins[row], labels[row], combinations[row]);
        residuals[row] = round.residuals().of(weight(row) * residual);
      }
      int from = isNew ? 0 : nodes[row];
      nodes[row] = round.growing().leaf(from, bins, row * width);
    }
    residualsOf = round.number();
  }

  private void applyTrees(BoostingRound round) {
    if (applied > round.number()) {
      Arrays.fill(margins, 0);
      applied = 0;
      residualsOf = -1;
    }
    for (BinnedTree tree : round.trees().subList(applied, round.number())) {
      for (int row = 0; row < labels.length; row++) {
        margins[row] += tree.value(tree.leaf(0, bins, row * width));
      }
      residualsOf = -1;
    }
    applied = round.number();
  }

  /** Adds what the leaves of the grown tree hold, and where their margins would come to lie. */
  synchronized void addTo(LeafTallies tallies, BoostingRound round, int[][] groupsOf) {
    catchUp(round);
    for (int row = 0; row < labels.length; row++) {
      int leaf = nodes[row];
      if (counts(row, round)) {
        double residual = round.residuals().value(residuals[row]) / weight(row);
        double own =
            round.pulls() == null ? residual : round.lossResidual(margins[row], labels[row]);
        tallies.add(leaf, weight(row), residual, own);
      }
      if (tallies.hasMargins() && weight(row) > 0) {
        double margin = margins[row] + round.growing().value(leaf) - round.cut();
        tallies.addMargin(leaf, margin, weight(row), labels[row], groupsOf[combinations[row]]);
      }
    }
  }

  /** Adds loss and decisions of the finished trees. */
  synchronized void addTo(DecisionTallies tallies, BoostingRound round, int[][] groupsOf) {
    applyTrees(round);
    for (int row = 0; row < labels.length; row++) {
      double signed = (2 * labels[row] - 1) * margins[row];
      double tail = Math.exp(-2 * Math.abs(signed));
      double loss = 2 * (Math.log1p(tail) + Math.max(0, -2 * signed));
      tallies.add(
          loss, margins[row] > round.cut(), weight(row), labels[row], groupsOf[combinations[row]]);
    }
  }
}
