package dev.evenhand.learn;

import java.io.Serializable;

/**
 * The sums that one pass over the rows gives at a {@link Point}: loss with gradient and Hessian,
 * and for each cell its weight, its selected weight (actual and smooth) and the latter's gradient.
 *
 * <p>Rows count with log(1 + exp(m)) - y m in the loss, m being the margin with its offset, and
 * with σ((m - cut) / width) in the smooth selected weight, where m has no offset.
 */
final class Totals implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int size;
  final ExactSums loss;
  final ExactSums margins;
  final ExactSums gradient;
  final RoundedSums hessian;
  final RoundedSums rateHessian;
  final ExactSums cellWeights;
  final ExactSums selected;
  final ExactSums smooth;
  final ExactSums smoothGradients;

  /**
   * @param bounds of the rows' weights and number
   */
  Totals(Point point, BlockProfile bounds, int cells) {
    size = point.weights().length;
    double weight = bounds.largestWeight;
    double rateWeight = Math.max(1, bounds.largestRateWeight);
    double margin = 1 + bounds.largestOffset;
    for (double w : point.weights()) {
      margin += Math.abs(w);
    }
    double multiplier = 0;
    for (double m : point.cellMultipliers()) {
      multiplier += Math.abs(m);
    }
    long rows = bounds.rows;
    int packed = size * (size + 1) / 2;
    int smoothCells = point.isSmooth() ? cells : 0;
    double slope = point.isSmooth() ? rateWeight / point.width() : 0;
    loss = new ExactSums(1, weight * margin, rows);
    margins = new ExactSums(3, Math.max(1, weight) * margin * margin, rows);
    gradient = new ExactSums(size, weight, rows);
    hessian = new RoundedSums(packed, weight / 4, rows);
    rateHessian =
        new RoundedSums(
            multiplier > 0 ? packed : 0, rateWeight * multiplier * slope / point.width(), rows);
    cellWeights = new ExactSums(cells, rateWeight, rows);
    selected = new ExactSums(cells, rateWeight, rows);
    smooth = new ExactSums(smoothCells, rateWeight, rows);
    smoothGradients = new ExactSums(smoothCells * size, slope, rows);
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

  /** Whether the rates' cost has a curvature. */
  boolean bends() {
    return rateHessian.size() > 0;
  }

  int size() {
    return size;
  }

  static double margin(Block block, int row, double[] weights, double[] scales) {
    double margin = weights[weights.length - 1];
    for (int at = block.start(row); at < block.end(row); at++) {
      int feature = block.feature(row, at);
      margin += weights[feature] * (block.values()[at] * scales[feature]);
    }
    return margin;
  }
}
