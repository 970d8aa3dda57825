package dev.evenhand.learn;

import java.io.Serializable;
import java.util.List;

/**
 * What a reduction found: the mixture, the best single predictor beside it, and the way there.
 *
 * <p>Errors are shares of wrong decisions, or mean squared errors; violations as the bound reads
 * them. All are of the training rows, by weight.
 *
 * @param isMet true when the mixture is within the bound
 * @param error of the mixture, in expectation
 * @param gap between the mixture's Lagrangian and the best that the learner could answer; null of a
 *     grid
 * @param tolerance of the gap at which the search ends
 * @param single the best deterministic predictor with its threshold
 * @param plain the learner without the constraint
 * @param multipliers what a unit of each rate's bound costs in error, where not zero
 * @param undefined rates that no constraint could hold, having an empty denominator
 * @param predictors in the mixture
 * @param fits of all rows
 * @param sampleFits of a sample
 * @param passes over the rows to evaluate predictors
 */
public record ReductionSummary(
    boolean isMet,
    double error,
    double violation,
    Double gap,
    double tolerance,
    Figure single,
    Figure plain,
    List<FairTrainingSummary.Multiplier> multipliers,
    List<String> undefined,
    List<Step> course,
    int predictors,
    int fits,
    int sampleFits,
    int passes)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Error and violation of one predictor. */
  public record Figure(boolean isMet, double error, double violation) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The mixture of what was known after some fits.
   *
   * @param phase sample, full or grid
   * @param gap null before the learner was asked
   */
  public record Step(
      String phase, int fits, int sampleFits, double error, double violation, Double gap)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** How much more often the single predictor errs than the mixture. */
  public double priceOfDeterminism() {
    return single.error() - error;
  }
}
