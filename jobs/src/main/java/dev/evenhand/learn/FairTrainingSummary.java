package dev.evenhand.learn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a training did: its course, what the constraint cost, and whether the bound is kept.
 *
 * <p>Violations are differences between groups' rates, or ratios where a ratio is bounded, of the
 * actual decisions on the training rows.
 *
 * @param isMet true when the violation is within the bound, or nothing was asked
 * @param violation reached; null when nothing was asked or no group can be compared
 * @param plainViolation of the model without the constraint under the same policy; likewise null
 * @param objective mean loss and penalty
 * @param plainObjective of the model without the constraint
 * @param tightest the smallest difference, or the largest ratio, at any point that was tried; null
 *     when nothing was asked
 * @param gap how much lower the objective could be nearby: what a full step of the last quadratic
 *     model, its constraints at the actual rates, would still gain; null when the bound is not met
 * @param cost objective less plainObjective: no model at all that keeps the bound is better by more
 * @param multipliers what a unit of each rate's bound costs in objective
 * @param undefined rates that no constraint could hold, having an empty denominator
 * @param passes over the training rows
 */
public record FairTrainingSummary(
    boolean isMet,
    Double violation,
    Double plainViolation,
    double objective,
    double plainObjective,
    Double tightest,
    Double gap,
    double cost,
    List<Multiplier> multipliers,
    List<String> undefined,
    List<Step> course,
    int passes)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A step of the search; violations are null without a constraint. */
  public record Step(
      String phase, int passes, double objective, Double violation, Double smoothViolation)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** A group's rate and its multiplier: positive when the rate is held down, negative when up. */
  public record Multiplier(String attribute, String moment, String group, double rate, double value)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** The chosen and the unconstrained point. */
  record Ends(
      ConstrainedSearch.State chosen, ConstrainedSearch.State free, double gap, Double tightest) {}

  static FairTrainingSummary of(
      FairFit.Settings settings, Problem problem, Ends ends, List<Step> course) {
    Evaluation chosen = ends.chosen().evaluation();
    Evaluation free = ends.free().evaluation();
    Double violation = null;
    Double plainViolation = null;
    boolean isMet = true;
    List<Multiplier> multipliers = new ArrayList<>();
    if (problem.rates() != null && problem.rates().size() > 0) {
      double[][] ranges = problem.rates().ranges(chosen.actual());
      violation = settings.bound().reading(ranges);
      plainViolation = settings.bound().reading(problem.rates().ranges(free.actual()));
      isMet = settings.bound().excess(ranges) <= 1e-12;
      addMultipliers(multipliers, problem.rates(), ends.chosen());
    }
    return new FairTrainingSummary(
        isMet,
        violation,
        plainViolation,
        chosen.objective(),
        free.objective(),
        ends.tightest(),
        isMet ? Double.valueOf(ends.gap()) : null,
        chosen.objective() - free.objective(),
        List.copyOf(multipliers),
        problem.rates() == null ? List.of() : List.copyOf(problem.rates().undefined()),
        List.copyOf(course),
        problem.rows().passes());
  }

  /** Says in words whether the bound is kept. */
  public String message() {
    if (violation == null) {
      return "No bound was asked, or no two groups have the rates to compare.";
    }
    if (isMet) {
      return "The bound is kept: "
          + violation
          + " on the training rows, from "
          + plainViolation
          + " without the constraint.";
    }
    return "The bound is not met: "
        + violation
        + " on the training rows, from "
        + plainViolation
        + " without the constraint; the tightest that was reached is "
        + tightest
        + ". Ask for less, or leave groups out that are too small for it (minGroupWeight).";
  }

  private static void addMultipliers(
      List<Multiplier> multipliers, RateTable rates, ConstrainedSearch.State state) {
    double[] values = state.multipliers();
    for (int k = 0; k < rates.size(); k++) {
      RateTable.Rate rate = rates.get(k);
      multipliers.add(
          new Multiplier(
              rate.attribute(),
              rate.moment().title(),
              rate.group(),
              state.evaluation().actual()[k],
              k < values.length ? values[k] : 0));
    }
  }
}
