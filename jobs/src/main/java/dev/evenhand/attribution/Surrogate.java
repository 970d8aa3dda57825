package dev.evenhand.attribution;

import java.io.Serializable;

/**
 * A plan of samples around a row, and the line through their scores.
 *
 * @param masks of each sample, the players that keep the row's values
 * @param backgrounds of each sample, the background rows from which the others take theirs
 */
record Surrogate(boolean[][] masks, int[][] backgrounds, Line line) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How a line is drawn through the samples' mean scores. */
  interface Line extends Serializable {
    Fit of(double score, double[] samples);
  }

  /**
   * A line.
   *
   * @param r2 weighted share of the samples' variance that it explains; NaN if they have none
   */
  record Fit(double[] contributions, double base, double r2) {}

  /** Scores needed for one row, its own included. */
  int evaluations() {
    int sum = 1;
    for (int[] of : backgrounds) {
      sum += of.length;
    }
    return sum;
  }

  /** Weighted R² of fitted values. */
  static double r2(double[] weights, double[] samples, double[] fitted) {
    double weight = 0;
    double mean = 0;
    for (int i = 0; i < samples.length; i++) {
      weight += weights[i];
      mean += weights[i] * samples[i];
    }
    mean /= weight;
    double rest = 0;
    double all = 0;
    for (int i = 0; i < samples.length; i++) {
      rest += weights[i] * (samples[i] - fitted[i]) * (samples[i] - fitted[i]);
      all += weights[i] * (samples[i] - mean) * (samples[i] - mean);
    }
    return all <= 1e-24 * weight ? Double.NaN : 1 - rest / all;
  }
}
