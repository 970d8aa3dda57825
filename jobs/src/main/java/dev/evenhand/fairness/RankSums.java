package dev.evenhand.fairness;

import java.util.Arrays;

/**
 * Computes {@link RankStats} of one group from its score cells, given in ascending order.
 *
 * <p>Area and variance: DeLong, DeLong, Clarke-Pearson (1988), with weights in place of counts.
 * Average precision: as scikit-learn, ties in one threshold, and of bins the middle between the
 * least and the most that their rows can make it; its variance sums the squared effect that each
 * row's weight has on it (Jaeckel's infinitesimal jackknife, 1972), which needs no replicates.
 */
final class RankSums {
  private final double positives;
  private final double negatives;
  private final boolean isBinned;

  private long key = -1;
  private final double[] tie = new double[ScoreTable.VALUES]; // w-, w-^2, w+, w+^2

  private double positivesBelow;
  private double negativesBelow;
  private double gainOfPositive; // what a positive above does for the precision here and below
  private double lossOfNegative;

  private final Weighted placementOfPositives = new Weighted();
  private final Weighted placementOfNegatives = new Weighted();
  private final Weighted effectOfPositives = new Weighted();
  private final Weighted effectOfNegatives = new Weighted();
  private double aucBound;
  private double precisionBound;

  RankSums(double positives, double negatives, boolean isBinned) {
    this.positives = positives;
    this.negatives = negatives;
    this.isBinned = isBinned;
  }

  /**
   * Of the weights of negatives and positives in each bin. The variances are those of rows of
   * weight 1.
   */
  static RankStats ofBins(double[] weights, Tally total) {
    RankSums sums =
        new RankSums(total.weightIn(Rate.POSITIVES), total.weightIn(Rate.NEGATIVES), true);
    double[] cell = new double[ScoreTable.VALUES];
    for (int bin = 0; 2 * bin < weights.length; bin++) {
      cell[0] = weights[2 * bin];
      cell[2] = weights[2 * bin + 1];
      if (cell[0] > 0 || cell[2] > 0) {
        cell[1] = cell[0];
        cell[3] = cell[2];
        sums.add(bin, cell, 0);
      }
    }
    return sums.stats();
  }

  /** Weighted sum, and the sums with squared weights that its variance needs. */
  private static final class Weighted {
    double sum;
    double squared;
    double squaredSum;
    double squaredSquares;

    void add(double weight, double squaredWeight, double value) {
      sum += weight * value;
      squared += squaredWeight;
      squaredSum += squaredWeight * value;
      squaredSquares += squaredWeight * value * value;
    }

    /** Sum of squared weight times squared distance from the centre. */
    double spread(double centre) {
      return Math.max(0, squaredSquares - 2 * centre * squaredSum + centre * centre * squared);
    }
  }

  void add(long cellKey, double[] values, int at) {
    if (cellKey != key) {
      close();
      key = cellKey;
    }
    for (int i = 0; i < tie.length; i++) {
      tie[i] += values[at + i];
    }
  }

  private void close() {
    double negative = tie[0];
    double positive = tie[2];
    if (positive == 0 && negative == 0) {
      return;
    }
    double atOrAbove = positives - positivesBelow;
    double falseAtOrAbove = negatives - negativesBelow;
    placementOfPositives.add(positive, tie[3], (negativesBelow + negative / 2) / negatives);
    placementOfNegatives.add(negative, tie[1], (atOrAbove - positive / 2) / positives);
    double selected = atOrAbove + falseAtOrAbove;
    double precision = atOrAbove / selected;
    gainOfPositive += positive * falseAtOrAbove / (selected * selected);
    lossOfNegative += positive * atOrAbove / (selected * selected);
    effectOfPositives.add(positive, tie[3], precision + gainOfPositive);
    effectOfNegatives.add(negative, tie[1], lossOfNegative);
    if (isBinned) {
      addBin(positive, negative, atOrAbove, falseAtOrAbove);
    } else {
      averagePrecision += positive * precision;
    }
    positivesBelow += positive;
    negativesBelow += negative;
    Arrays.fill(tie, 0);
  }

  private double averagePrecision;

  // The order inside a bin is lost, and who ties with whom. At best every positive of it has the
  // precision after all its positives and before its negatives; at worst its negatives come first,
  // and the x-th positive has (above + x) / (above + x + falseAtOrAbove), here integrated over x.
  private void addBin(double positive, double negative, double atOrAbove, double falseAtOrAbove) {
    aucBound += positive * negative / 2;
    double best = positive * atOrAbove / (atOrAbove + Math.max(0, falseAtOrAbove - negative));
    double above = atOrAbove - positive;
    double worst =
        falseAtOrAbove > 0
            ? positive - falseAtOrAbove * Math.log1p(positive / (above + falseAtOrAbove))
            : positive;
    if (positive > 0) {
      averagePrecision += (best + worst) / 2;
      precisionBound += (best - worst) / 2;
    }
  }

  /** Null if there are no positives or no negatives. */
  RankStats stats() {
    close();
    if (!(positives > 0 && negatives > 0)) {
      return null;
    }
    double auc = placementOfPositives.sum / positives;
    double precision = averagePrecision / positives;
    double aucVariance =
        small(placementOfPositives, positives)
                * placementOfPositives.spread(auc)
                / (positives * positives)
            + small(placementOfNegatives, negatives)
                * placementOfNegatives.spread(auc)
                / (negatives * negatives);
    double precisionVariance =
        (effectOfPositives.spread(precision) + effectOfNegatives.spread(0))
            / (positives * positives);
    return new RankStats(
        auc,
        aucVariance,
        precision,
        precisionVariance,
        aucBound / (positives * negatives),
        precisionBound / positives);
  }

  /** m / (m - 1), m being the effective number of rows. */
  private static double small(Weighted sums, double weight) {
    double effective = weight * weight / sums.squared;
    return effective > 1 ? effective / (effective - 1) : 1;
  }
}
