package dev.evenhand.config;

import java.util.Locale;

/** A figure of the test split that a gate can hold a model to; spelled as in the metrics tables. */
public enum GateMetric implements Word {
  ROC_AUC,
  PR_AUC,
  ACCURACY,
  BALANCED_ACCURACY,
  PRECISION,
  RECALL,
  F1,
  LOG_LOSS,
  BRIER,
  SELECTION_RATE,
  VALUE,
  DEMOGRAPHIC_PARITY_DIFFERENCE,
  DEMOGRAPHIC_PARITY_RATIO,
  DISPARATE_IMPACT,
  EQUALIZED_ODDS_DIFFERENCE,
  EQUALIZED_ODDS_RATIO,
  EQUAL_OPPORTUNITY_DIFFERENCE,
  EQUAL_OPPORTUNITY_RATIO,
  PREDICTIVE_EQUALITY_DIFFERENCE,
  PREDICTIVE_EQUALITY_RATIO,
  PREDICTIVE_PARITY_DIFFERENCE,
  ERROR_RATE_PARITY_DIFFERENCE,
  AVERAGE_ODDS_DIFFERENCE;

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the figure compares the groups of an attribute. */
  public boolean comparesGroups() {
    return compareTo(DEMOGRAPHIC_PARITY_DIFFERENCE) >= 0;
  }
}
