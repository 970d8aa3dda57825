package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a regression owes to groups. Agarwal, Dudik and Wu (2019), "Fair Regression", section 2. */
public enum RegressionConstraint {
  /** E[(y - f(x))² | A = a] ≤ bound for each group a. */
  BOUNDED_GROUP_LOSS("bounded-group-loss"),

  /** max E[f(x) | A = a] - min E[f(x) | A = a] ≤ bound between the groups a. */
  MEAN_PREDICTION_PARITY("mean-prediction-parity");

  private final String title;

  RegressionConstraint(String title) {
    this.title = title;
  }

  /** Its name in a pipeline file. */
  public String title() {
    return title;
  }

  /** The constraint of that name. */
  public static RegressionConstraint of(String title) {
    return Arrays.stream(values())
        .filter(constraint -> constraint.title.equals(title))
        .findFirst()
        .orElseThrow(
            () -> new DataProblem("Unknown constraint '" + title + "'; one of " + titles() + "."));
  }

  static String titles() {
    return Arrays.stream(values())
        .map(RegressionConstraint::title)
        .collect(Collectors.joining(", "));
  }
}
