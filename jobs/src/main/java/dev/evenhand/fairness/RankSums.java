package dev.evenhand.fairness;

/**
 * Computes {@link RankStats} of one group from its score cells, given in ascending order.
 *
 * <p>Area and variance: DeLong, DeLong, Clarke-Pearson (1988), with weights in place of counts.
 * Average precision: as scikit-learn, ties in one threshold; its variance sums the squared effect
 * that each row's weight has on it (Jaeckel's infinitesimal jackknife, 1972), which needs no
 * replicates.
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
    averagePrecision += positive * precision;
    if (isBinned) {
      bound(positive, negative, atOrAbove, falseAtOrAbove);
    }
    positivesBelow += positive;
    negativesBelow += negative;
    java.util.Arrays.fill(tie, 0);
  }

  private double averagePrecision;

  // The order inside a bin is lost: at best all its positives come first, at worst last.
  private void bound(double positive, double negative, double atOrAbove, double falseAtOrAbove) {
    aucBound += positive * negative / 2;
    double precision = atOrAbove / (atOrAbove + falseAtOrAbove);
    double best = atOrAbove / (atOrAbove + falseAtOrAbove - negative);
    double above = atOrAbove - positive;
    double worst = above / (above + falseAtOrAbove + (above + falseAtOrAbove == 0 ? 1 : 0));
    precisionBound += positive * Math.max(best - precision, precision - worst);
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
