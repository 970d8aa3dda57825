package dev.evenhand.learn;

import java.io.Serializable;

/**
 * Where the pass over the rows evaluates loss and rates.
 *
 * @param weights the coefficients and, last, the intercept
 * @param cut the margin at which a row is selected, for the smooth rates
 * @param threshold the probability at and above which a row is selected
 * @param width of the band around the cut in which the smooth decision goes from 0 to 1; 0 for no
 *     smooth rates
 * @param cellMultipliers what a unit of each cell's smooth selected weight costs; gives the
 *     curvature of the Lagrangian
 * @param movesCut true when the cut follows a share of the rows, whose gradient is then needed
 */
record Point(
    double[] weights,
    double cut,
    double threshold,
    double width,
    double[] cellMultipliers,
    boolean movesCut)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  boolean isSmooth() {
    return width > 0;
  }

  static double sigmoid(double margin) {
    double tail = Math.exp(-Math.abs(margin));
    return margin >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
  }

  static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }
}
