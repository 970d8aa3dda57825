package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What must be nearly equal between groups. Agarwal et al. (2018), section 2; Hardt et al. (2016).
 */
public enum Constraint {
  DEMOGRAPHIC_PARITY("demographic-parity", Moment.SELECTION_RATE),
  EQUALIZED_ODDS("equalized-odds", Moment.TRUE_POSITIVE_RATE, Moment.FALSE_POSITIVE_RATE),
  EQUAL_OPPORTUNITY("equal-opportunity", Moment.TRUE_POSITIVE_RATE),
  PREDICTIVE_EQUALITY("predictive-equality", Moment.FALSE_POSITIVE_RATE),
  ERROR_RATE_PARITY("error-rate-parity", Moment.ERROR_RATE);

  private final String title;
  private final List<Moment> moments;

  Constraint(String title, Moment... moments) {
    this.title = title;
    this.moments = List.of(moments);
  }

  /** Its name in a pipeline file. */
  public String title() {
    return title;
  }

  List<Moment> moments() {
    return moments;
  }

  /** The constraint of that name. */
  public static Constraint of(String title) {
    return Arrays.stream(values())
        .filter(constraint -> constraint.title.equals(title))
        .findFirst()
        .orElseThrow(
            () -> new DataProblem("Unknown constraint '" + title + "'; one of " + titles() + "."));
  }

  static String titles() {
    return Arrays.stream(values()).map(Constraint::title).collect(Collectors.joining(", "));
  }
}
