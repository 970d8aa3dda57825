package dev.evenhand.learn;

import java.io.Serializable;
import java.util.List;

/**
 * What a boosting did: whether the bound is kept, what it cost, and its course.
 *
 * <p>Violations are differences between groups' rates, or ratios where a ratio is bounded, of the
 * actual decisions on the training rows.
 *
 * @param isMet true when the violation is within the bound, or nothing was asked
 * @param violation reached; null when nothing was asked or no group can be compared
 * @param loss mean of 2 log(1 + exp(-2 y F)) over the training rows
 * @param trees kept
 * @param multipliers what a unit of each rate's bound costs in loss
 * @param undefined rates that no constraint could hold, having an empty denominator
 * @param course after each tree that was grown
 * @param passes over the training rows
 */
public record FairBoostingSummary(
    boolean isMet,
    Double violation,
    double loss,
    int trees,
    List<FairTrainingSummary.Multiplier> multipliers,
    List<String> undefined,
    List<Step> course,
    int passes)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The first so many trees; the violation is null without a constraint. */
  public record Step(int trees, double loss, Double violation) implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}
