package dev.evenhand.learn;

import java.io.Serializable;

/** Loss, and the weight and selected weight of each cell, in fixed point. */
final class DecisionTallies implements Serializable {
  private static final long serialVersionUID = 1L;

  private final FixedScale losses;
  private final FixedScale weights;
  private final long[] all;
  private final long[] selected;
  private long loss;
  private long weight;

  DecisionTallies(int cells, FixedScale losses, FixedScale weights) {
    this.losses = losses;
    this.weights = weights;
    all = new long[cells];
    selected = new long[cells];
  }

  void add(double loss, boolean isSelected, double rowWeight, int label, int[] groups) {
    this.loss += losses.of(rowWeight * loss);
    long fixed = weights.of(rowWeight);
    weight += fixed;
    for (int group : groups) {
      all[2 * group + label] += fixed;
      if (isSelected) {
        selected[2 * group + label] += fixed;
      }
    }
  }

  DecisionTallies merge(DecisionTallies other) {
    for (int cell = 0; cell < all.length; cell++) {
      all[cell] += other.all[cell];
      selected[cell] += other.selected[cell];
    }
    loss += other.loss;
    weight += other.weight;
    return this;
  }

  double weight() {
    return weights.value(weight);
  }

  double meanLoss() {
    return losses.value(loss) / weight();
  }

  /** Each cell's weight. */
  double[] all() {
    return values(all);
  }

  /** Each cell's selected weight. */
  double[] selected() {
    return values(selected);
  }

  private double[] values(long[] sums) {
    double[] values = new double[sums.length];
    for (int cell = 0; cell < sums.length; cell++) {
      values[cell] = weights.value(sums[cell]);
    }
    return values;
  }
}
