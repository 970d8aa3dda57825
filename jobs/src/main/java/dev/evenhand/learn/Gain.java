package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;

/** What a unit of selected weight adds to the figure to maximize, by its label. */
record Gain(double falsePositive, double truePositive) {
  /**
   * The gain of a figure by its name.
   *
   * @param maximize {@code accuracy}, {@code balanced-accuracy}, or {@code value=TP,FP,FN,TN}
   * @param negatives the weight of all rows of label 0
   * @param positives the weight of all rows of label 1
   */
  static Gain of(String maximize, double negatives, double positives) {
    if (maximize.startsWith("value=")) {
      double[] values = DecisionPolicy.parse(maximize).values();
      return new Gain(values[1] - values[3], values[0] - values[2]);
    }
    return switch (maximize) {
      case "accuracy" -> new Gain(-1, 1);
      case "balanced-accuracy" ->
          new Gain(-1 / Math.max(negatives, 1e-300), 1 / Math.max(positives, 1e-300));
      default ->
          throw new DataProblem(
              "maximize: cannot read '"
                  + maximize
                  + "'; one of accuracy, balanced-accuracy, value=TP,FP,FN,TN.");
    };
  }

  double at(double falsePositives, double truePositives) {
    return falsePositive * falsePositives + truePositive * truePositives;
  }

  double at(double[] place) {
    return at(place[0], place[1]);
  }
}
