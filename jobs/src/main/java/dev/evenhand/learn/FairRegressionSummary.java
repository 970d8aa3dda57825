package dev.evenhand.learn;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * What a regression's training did: whether the bound is kept, what it cost, and a proof that it
 * could not have cost less.
 *
 * <p>Losses are mean squared errors on the training rows, in the label's unit squared.
 *
 * @param constraint its title, or "none"
 * @param isMet true when what was reached is within the bound, or nothing was asked
 * @param bound that was asked for; null without a constraint, or when it is infinite
 * @param reached the largest loss of a group, or difference between mean predictions; null when no
 *     group is held
 * @param plainReached the same of the model without the constraint
 * @param tightest the least bound that any coefficients can meet, if it is proved that the one
 *     asked for can't
 * @param objective half the mean squared error, and the penalty as MLlib scales it
 * @param plainObjective of the model without the constraint
 * @param dualityGap how much lower at most any other coefficients that meet the bound could be
 * @param groups each group's figures
 * @param undefined groups that are not held: too light, or of weight 0
 */
public record FairRegressionSummary(
    String constraint,
    boolean isMet,
    Double bound,
    Double reached,
    Double plainReached,
    Double tightest,
    double objective,
    double plainObjective,
    double dualityGap,
    List<Group> groups,
    List<String> undefined)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A group on the training rows.
   *
   * @param loss mean squared error
   * @param multiplier by how much the objective would fall per unit of a wider bound: of the
   *     group's loss, or of its mean prediction, then positive when held down and negative when up
   */
  public record Group(
      String attribute,
      String group,
      double weight,
      double loss,
      double meanPrediction,
      double meanLabel,
      double multiplier)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** The outcome as a sentence. */
  public String verdict() {
    if (bound == null || reached == null) {
      return "No bound was asked for.";
    }
    if (isMet) {
      return String.format(
          Locale.ROOT,
          "The bound %.6g of %s is met: %.6g, and %.6g without it.",
          bound,
          constraint,
          reached,
          plainReached);
    }
    if (tightest == null) {
      return String.format(
          Locale.ROOT, "The bound %.6g of %s is not met: %.6g.", bound, constraint, reached);
    }
    return String.format(
        Locale.ROOT,
        "The bound %.6g of %s can't be met by any coefficients of these features: the tightest is"
            + " %.6g, and %.6g was reached. Widen the bound, add features or weaken the penalty.",
        bound,
        constraint,
        tightest,
        reached);
  }
}
