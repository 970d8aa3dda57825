package dev.evenhand.learn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What thresholds by group reach on the rows they were fitted on, in expectation where chance
 * decides.
 *
 * @param isMet true when the violation is within the bound, or no groups can be compared
 * @param violation the largest difference, or smallest ratio, between groups; null when no groups
 *     can be compared
 * @param accuracy the share of the weight that is decided as labelled
 * @param selectionRate the share of the weight that is selected
 * @param groups each group's rates
 * @param undefined rates that no constraint could hold: their denominator is zero or too small
 * @param isExact true when every score was told apart; otherwise thresholds are sought at the edges
 *     of cells of scores
 */
public record GroupThresholdsSummary(
    boolean isMet,
    Double violation,
    double accuracy,
    double selectionRate,
    List<GroupRates> groups,
    List<String> undefined,
    boolean isExact)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A group's weight and rates; null where the denominator is zero. */
  public record GroupRates(
      List<String> group,
      double weight,
      double selectionRate,
      Double truePositiveRate,
      Double falsePositiveRate)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    static GroupRates of(RocCurve curve, double[] selected) {
      double weight = curve.negatives() + curve.positives();
      return new GroupRates(
          curve.group(),
          weight,
          (selected[0] + selected[1]) / weight,
          curve.positives() > 0 ? selected[1] / curve.positives() : null,
          curve.negatives() > 0 ? selected[0] / curve.negatives() : null);
    }
  }

  /** The lowest and highest rate of each moment that at least two groups have. */
  static double[][] ranges(List<RocCurve> curves, List<double[]> selected, Constraint constraint) {
    List<double[]> ranges = new ArrayList<>();
    for (Moment moment : constraint.moments()) {
      double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
      int compared = 0;
      for (int i = 0; i < curves.size(); i++) {
        if (curves.get(i).denominator(moment) > 0) {
          double rate = curves.get(i).rate(moment, selected.get(i));
          range[0] = Math.min(range[0], rate);
          range[1] = Math.max(range[1], rate);
          compared++;
        }
      }
      if (compared > 1) {
        ranges.add(range);
      }
    }
    return ranges.toArray(double[][]::new);
  }
}
