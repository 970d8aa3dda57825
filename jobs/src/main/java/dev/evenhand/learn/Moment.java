package dev.evenhand.learn;

/**
 * A rate of decisions that a constraint compares between groups: Σ over labels of (sign · selected
 * weight + offset · weight), over the weight of the labels it counts.
 */
enum Moment {
  /** P[h(X) = 1 | A = a]. */
  SELECTION_RATE("selection_rate", new double[] {1, 1}, new double[] {0, 0}),
  /** P[h(X) = 1 | A = a, Y = 1]. */
  TRUE_POSITIVE_RATE("true_positive_rate", new double[] {0, 1}, new double[] {0, 0}),
  /** P[h(X) = 1 | A = a, Y = 0]. */
  FALSE_POSITIVE_RATE("false_positive_rate", new double[] {1, 0}, new double[] {0, 0}),
  /** P[h(X) ≠ Y | A = a]. */
  ERROR_RATE("error_rate", new double[] {1, -1}, new double[] {0, 1});

  private final String title;
  private final double[] signs;
  private final double[] offsets;

  Moment(String title, double[] signs, double[] offsets) {
    this.title = title;
    this.signs = signs;
    this.offsets = offsets;
  }

  String title() {
    return title;
  }

  double sign(int label) {
    return signs[label];
  }

  double offset(int label) {
    return offsets[label];
  }

  /** True when rows of this label are in the denominator. */
  boolean counts(int label) {
    return signs[label] != 0;
  }
}
