package dev.evenhand.fairness;

import static dev.evenhand.fairness.Rate.BASE_RATE;
import static dev.evenhand.fairness.Rate.ERROR_RATE;
import static dev.evenhand.fairness.Rate.FALSE_DISCOVERY_RATE;
import static dev.evenhand.fairness.Rate.FALSE_NEGATIVE_RATE;
import static dev.evenhand.fairness.Rate.FALSE_OMISSION_RATE;
import static dev.evenhand.fairness.Rate.FALSE_POSITIVE_RATE;
import static dev.evenhand.fairness.Rate.POSITIVE_PREDICTIVE_VALUE;
import static dev.evenhand.fairness.Rate.SELECTION_RATE;
import static dev.evenhand.fairness.Rate.TRUE_POSITIVE_RATE;
import static dev.evenhand.fairness.ScoreMetric.GENERALIZED_FALSE_POSITIVE_RATE;
import static dev.evenhand.fairness.ScoreMetric.GENERALIZED_TRUE_POSITIVE_RATE;

import java.util.List;
import java.util.Locale;

/**
 * Everyone else against the privileged group, as AIF360 0.6.1: a difference is rest - privileged,
 * with its sign; a ratio is rest / privileged and may exceed 1. (Fairlearn's, over all groups and
 * without sign, are in {@link Parity}.)
 */
public enum PrivilegedMetric {
  /** P(D = 1 | rest) - P(D = 1 | privileged). */
  STATISTICAL_PARITY_DIFFERENCE(Form.DIFFERENCE, SELECTION_RATE),
  /**
   * P(D = 1 | rest) / P(D = 1 | privileged); below 0.8 the four-fifths rule sees adverse impact.
   */
  DISPARATE_IMPACT(Form.RATIO, SELECTION_RATE),
  /** The statistical parity difference of labels in place of decisions. */
  LABEL_MEAN_DIFFERENCE(Form.DIFFERENCE, BASE_RATE),
  /** The disparate impact of labels in place of decisions. */
  LABEL_DISPARATE_IMPACT(Form.RATIO, BASE_RATE),
  /** Difference of TPR. */
  EQUAL_OPPORTUNITY_DIFFERENCE(Form.DIFFERENCE, TRUE_POSITIVE_RATE),
  /** Mean of the differences of FPR and TPR; opposite signs cancel. */
  AVERAGE_ODDS_DIFFERENCE(Form.MEAN, FALSE_POSITIVE_RATE, TRUE_POSITIVE_RATE),
  /** Mean of the absolute differences of FPR and TPR. */
  AVERAGE_ABS_ODDS_DIFFERENCE(Form.MEAN_ABSOLUTE, FALSE_POSITIVE_RATE, TRUE_POSITIVE_RATE),
  /** Mean of the differences of PPV and FOR. */
  AVERAGE_PREDICTIVE_VALUE_DIFFERENCE(Form.MEAN, POSITIVE_PREDICTIVE_VALUE, FALSE_OMISSION_RATE),
  /** The larger of the absolute differences of FPR and TPR. */
  EQUALIZED_ODDS_DIFFERENCE(Form.WORST, FALSE_POSITIVE_RATE, TRUE_POSITIVE_RATE),
  /** The same of mean scores by label. Pleiss et al. (2017). */
  GENERALIZED_EQUALIZED_ODDS_DIFFERENCE(
      Form.WORST, GENERALIZED_FALSE_POSITIVE_RATE, GENERALIZED_TRUE_POSITIVE_RATE),
  /** Difference of P(D != Y). */
  ERROR_RATE_DIFFERENCE(Form.DIFFERENCE, ERROR_RATE),
  /** Ratio of P(D != Y). */
  ERROR_RATE_RATIO(Form.RATIO, ERROR_RATE),
  /** Difference of P(Y = 0 | D = 1). */
  FALSE_DISCOVERY_RATE_DIFFERENCE(Form.DIFFERENCE, FALSE_DISCOVERY_RATE),
  /** Ratio of P(Y = 0 | D = 1). */
  FALSE_DISCOVERY_RATE_RATIO(Form.RATIO, FALSE_DISCOVERY_RATE),
  /** Difference of P(Y = 1 | D = 0). */
  FALSE_OMISSION_RATE_DIFFERENCE(Form.DIFFERENCE, FALSE_OMISSION_RATE),
  /** Ratio of P(Y = 1 | D = 0). */
  FALSE_OMISSION_RATE_RATIO(Form.RATIO, FALSE_OMISSION_RATE),
  /** Difference of P(D = 0 | Y = 1). */
  FALSE_NEGATIVE_RATE_DIFFERENCE(Form.DIFFERENCE, FALSE_NEGATIVE_RATE),
  /** Ratio of P(D = 0 | Y = 1). */
  FALSE_NEGATIVE_RATE_RATIO(Form.RATIO, FALSE_NEGATIVE_RATE),
  /** Difference of P(D = 1 | Y = 0). */
  FALSE_POSITIVE_RATE_DIFFERENCE(Form.DIFFERENCE, FALSE_POSITIVE_RATE),
  /** Ratio of P(D = 1 | Y = 0). */
  FALSE_POSITIVE_RATE_RATIO(Form.RATIO, FALSE_POSITIVE_RATE),
  /** Difference of P(D = 1 | Y = 1); the equal opportunity difference under its plain name. */
  TRUE_POSITIVE_RATE_DIFFERENCE(Form.DIFFERENCE, TRUE_POSITIVE_RATE);

  /** The statistic of all of them. */
  public static final String STATISTIC = "rest_against_privileged";

  private enum Form {
    DIFFERENCE,
    RATIO,
    MEAN,
    MEAN_ABSOLUTE,
    WORST
  }

  private final Form form;
  private final List<GroupMetric> metrics;

  PrivilegedMetric(Form form, GroupMetric... metrics) {
    this.form = form;
    this.metrics = List.of(metrics);
  }

  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean needsScore() {
    return metrics.get(0).needsScore();
  }

  /** Whether it has no sign. */
  boolean isSize() {
    return form == Form.MEAN_ABSOLUTE || form == Form.WORST;
  }

  Measured of(Sides sides) {
    double[] gaps = new double[metrics.size()];
    for (int i = 0; i < gaps.length; i++) {
      Measured rest = metrics.get(i).of(sides.rest(), Undefined.NULL);
      Measured privileged = metrics.get(i).of(sides.privileged(), Undefined.NULL);
      if (!rest.isDefined() || !privileged.isDefined()) {
        return rest.isDefined() ? privileged : rest;
      }
      if (form == Form.RATIO) {
        return Measured.quotient(
            rest.value(), privileged.value(), "the privileged group's value is 0");
      }
      gaps[i] = rest.value() - privileged.value();
    }
    return Measured.of(combined(gaps));
  }

  private double combined(double[] gaps) {
    if (form == Form.DIFFERENCE) {
      return gaps[0];
    }
    double first = form == Form.MEAN ? gaps[0] : Math.abs(gaps[0]);
    double second = form == Form.MEAN ? gaps[1] : Math.abs(gaps[1]);
    return form == Form.WORST ? Math.max(first, second) : (first + second) / 2;
  }

  /** Null where there is none in closed form. */
  Interval interval(Sides sides) {
    if (form == Form.WORST) {
      return MaxGap.difference(metrics, List.of(sides.privileged(), sides.rest()));
    }
    Mover.Estimate rest = estimate(sides.rest());
    Mover.Estimate privileged = estimate(sides.privileged());
    if (metrics.size() > 1 || rest == null || privileged == null) {
      return null;
    }
    return form == Form.RATIO ? Mover.ratio(rest, privileged) : Mover.difference(rest, privileged);
  }

  private Mover.Estimate estimate(Slice slice) {
    return Mover.Estimate.of(metrics.get(0), slice, AuditOptions.CONFIDENCE);
  }
}
