package dev.evenhand.learn;

import java.io.Serializable;

/**
 * The sums that one pass over the rows gives at a {@link Point}: loss with gradient and Hessian,
 * and for each cell its weight, its selected weight (actual and smooth) and the latter's gradient.
 *
 * <p>Rows count with log(1 + exp(m)) - y m in the loss, m being the margin, and with σ((m - cut) /
 * width) in the smooth selected weight.
 */
final class Totals implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int size;
  private final boolean withCurvature;
  final ExactSums loss;
  final ExactSums margins;
  final ExactSums gradient;
  final ExactSums hessian;
  final ExactSums rateHessian;
  final ExactSums cellWeights;
  final ExactSums selected;
  final ExactSums smooth;
  final ExactSums smoothGradients;

  /**
   * @param bounds of the rows' weights and number
   * @param withCurvature false leaves the Hessians out
   */
  Totals(Point point, BlockProfile bounds, int cells, boolean withCurvature) {
    this.withCurvature = withCurvature;
    size = point.weights().length;
    double weight = bounds.largestWeight;
    double rateWeight = Math.max(1, bounds.largestRateWeight);
    double margin = 1;
    for (double w : point.weights()) {
      margin += Math.abs(w);
    }
    double multiplier = 0;
    for (double m : point.cellMultipliers()) {
      multiplier += Math.abs(m);
    }
    long rows = bounds.rows;
    int packed = withCurvature ? size * (size + 1) / 2 : 0;
    double slope = rateWeight / point.width();
    loss = new ExactSums(1, weight * margin, rows);
    margins = new ExactSums(3, Math.max(1, weight) * margin * margin, rows);
    gradient = new ExactSums(size, weight, rows);
    hessian = new ExactSums(packed, weight, rows);
    rateHessian = new ExactSums(packed, multiplier * slope / point.width(), rows);
    cellWeights = new ExactSums(cells, rateWeight, rows);
    selected = new ExactSums(cells, rateWeight, rows);
    smooth = new ExactSums(cells, rateWeight, rows);
    smoothGradients = new ExactSums(cells * size, slope, rows);
  }

  Totals merge(Totals other) {
    loss.merge(other.loss);
    margins.merge(other.margins);
    gradient.merge(other.gradient);
    hessian.merge(other.hessian);
    rateHessian.merge(other.rateHessian);
    cellWeights.merge(other.cellWeights);
    selected.merge(other.selected);
    smooth.merge(other.smooth);
    smoothGradients.merge(other.smoothGradients);
    return this;
  }

  /** Adds all rows of a block whose features were scaled into [-1, 1]. */
  Totals add(Block block, Point point, Attributes attributes) {
    int[][] groups = new int[block.sensitive().size()][];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = attributes.groupsOf(block.sensitive().get(i));
    }
    for (int row = 0; row < block.rows(); row++) {
      double margin = margin(block, row, point.weights());
      double probability = Point.sigmoid(margin);
      addLoss(block, row, margin, probability);
      addRates(block, row, margin, probability, point, attributes, groups);
    }
    return this;
  }

  static double margin(Block block, int row, double[] weights) {
    double margin = weights[weights.length - 1];
    for (int at = block.start(row); at < block.end(row); at++) {
      margin += block.values()[at] * weights[block.feature(row, at)];
    }
    return margin;
  }

  private void addLoss(Block block, int row, double margin, double probability) {
    double weight = block.weights()[row];
    if (weight == 0) {
      return;
    }
    int label = block.labels()[row];
    double softplus = Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    loss.add(0, weight * (softplus - label * margin));
    margins.add(0, weight);
    margins.add(1, weight * margin);
    margins.add(2, weight * margin * margin);
    addVector(gradient, 0, weight * (probability - label), block, row);
    if (withCurvature) {
      addOuter(hessian, weight * probability * (1 - probability), block, row);
    }
  }

  private void addRates(
      Block block,
      int row,
      double margin,
      double probability,
      Point point,
      Attributes attributes,
      int[][] groups) {
    double distance = (margin - point.cut()) / point.width();
    double smoothed = Point.sigmoid(distance);
    double slope = smoothed * (1 - smoothed) / point.width();
    boolean isSelected = probability >= point.threshold();
    int label = block.labels()[row];
    double rateWeight = block.rateWeights()[row];
    double cost = 0;
    if (rateWeight > 0) {
      for (int group : groups[block.combinations()[row]]) {
        int cell = 2 * group + label;
        addRate(cell, rateWeight, isSelected, smoothed);
        addCellGradient(cell, rateWeight * slope, block, row);
        cost += rateWeight * point.cellMultipliers()[cell];
      }
    }
    if (block.deciding()[row] == 1) {
      int cell = attributes.decidingCell(label);
      addRate(cell, 1, isSelected, smoothed);
      if (point.movesCut()) {
        addCellGradient(cell, slope, block, row);
        cost += point.cellMultipliers()[cell];
      }
    }
    double bend = cost * slope * (1 - 2 * smoothed) / point.width();
    if (withCurvature && Math.abs(bend) > 0) {
      addOuter(rateHessian, bend, block, row);
    }
  }

  private void addRate(int cell, double weight, boolean isSelected, double smoothed) {
    cellWeights.add(cell, weight);
    smooth.add(cell, weight * smoothed);
    if (isSelected) {
      selected.add(cell, weight);
    }
  }

  private void addCellGradient(int cell, double factor, Block block, int row) {
    if (factor > 1e-30) {
      addVector(smoothGradients, cell * size, factor, block, row);
    }
  }

  private void addVector(ExactSums sums, int at, double factor, Block block, int row) {
    int from = block.start(row);
    if (block.isDense()) {
      sums.addScaled(factor, block.values(), from, block.width(), at);
    } else {
      for (int i = from; i < block.end(row); i++) {
        sums.add(at + block.indices()[i], factor * block.values()[i]);
      }
    }
    sums.add(at + size - 1, factor);
  }

  private void addOuter(ExactSums sums, double factor, Block block, int row) {
    if (factor == 0) {
      return;
    }
    int from = block.start(row);
    int last = (size - 1) * size / 2;
    for (int i = from; i < block.end(row); i++) {
      double scaled = factor * block.values()[i];
      int feature = block.feature(row, i);
      int start = feature * (feature + 1) / 2;
      if (block.isDense()) {
        sums.addScaled(scaled, block.values(), from, feature + 1, start);
      } else {
        for (int j = from; j <= i; j++) {
          sums.add(start + block.indices()[j], scaled * block.values()[j]);
        }
      }
    }
    addVectorAt(sums, last, factor, block, row);
  }

  private void addVectorAt(ExactSums sums, int at, double factor, Block block, int row) {
    for (int i = block.start(row); i < block.end(row); i++) {
      sums.add(at + block.feature(row, i), factor * block.values()[i]);
    }
    sums.add(at + size - 1, factor);
  }
}
