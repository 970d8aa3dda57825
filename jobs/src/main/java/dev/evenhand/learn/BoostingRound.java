package dev.evenhand.learn;

import java.io.Serializable;
import java.util.List;

/**
 * What a pass needs to know to bring a block up to date: the finished trees, and the residuals that
 * the growing one fits.
 *
 * @param trees that make up the margins
 * @param growing the tree under construction
 * @param pulls what the constraint adds to the residual of a combination and label, times {@link
 *     #density}; null for none
 * @param width of the band around the cut in which the constraint pulls
 * @param cut the margin above which a row is selected
 * @param residuals their fixed point
 * @param share of the rows that grow this tree
 * @param seed of the choice of those rows
 */
record BoostingRound(
    List<BinnedTree> trees,
    BinnedTree growing,
    double[] pulls,
    double width,
    double cut,
    FixedScale residuals,
    double share,
    long seed)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  int number() {
    return trees.size();
  }

  /** The same round with another tree under construction. */
  BoostingRound with(BinnedTree tree) {
    return new BoostingRound(trees, tree, pulls, width, cut, residuals, share, seed);
  }

  /** What the tree fits: the negative gradient of the loss and of the constraint. */
  double residual(double margin, int label, int combination) {
    double residual = lossResidual(margin, label);
    return pulls == null
        ? residual
        : residual + pulls[2 * combination + label] * density(margin - cut, width);
  }

  /**
   * The negative gradient of 2 log(1 + exp(-2 y F)), y = ±1; the first tree fits y itself, as
   * MLlib's does.
   */
  double lossResidual(double margin, int label) {
    double y = 2 * label - 1;
    return trees.isEmpty() ? y : 4 * y / (1 + Math.exp(2 * y * margin));
  }

  /** The slope of the smooth decision σ(margin / width). */
  static double density(double margin, double width) {
    double tail = Math.exp(-Math.abs(margin) / width);
    return tail / (width * (1 + tail) * (1 + tail));
  }

  /** True for a row that grows this round's tree. */
  boolean samples(long key) {
    if (share >= 1) {
      return true;
    }
    long mixed = ValueCounts.mixed(key ^ ValueCounts.mixed(seed + number()));
    return (mixed >>> 11) * 0x1p-53 < share;
  }
}
