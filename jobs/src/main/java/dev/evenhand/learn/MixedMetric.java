package dev.evenhand.learn;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * The distance of SMOTE-NC: numbers as in Euclid, and for each category that differs the median of
 * the numbers' standard deviations. Chawla et al. (2002), "SMOTE", section 6.1.
 *
 * @param divisors of the numbers; 1 unless they are standardized
 * @param differing what a category that differs adds to the squared distance
 */
record MixedMetric(double[] divisors, double differing) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The metric of rows with these standard deviations. */
  static MixedMetric of(double[] deviations, boolean isStandardized) {
    double[] divisors = new double[deviations.length];
    double[] scaled = new double[deviations.length];
    for (int j = 0; j < divisors.length; j++) {
      divisors[j] = isStandardized && deviations[j] > 0 ? deviations[j] : 1;
      scaled[j] = deviations[j] / divisors[j];
    }
    Arrays.sort(scaled);
    int n = scaled.length;
    double median = n == 0 ? 1 : scaled[(n - 1) / 2] / 2 + scaled[n / 2] / 2;
    return new MixedMetric(divisors, median * median);
  }

  double squared(Sample a, Sample b) {
    double sum = 0;
    for (int j = 0; j < divisors.length; j++) {
      double away = (a.numbers()[j] - b.numbers()[j]) / divisors[j];
      sum += away * away;
    }
    for (int c = 0; c < a.categories().length; c++) {
      if (!Objects.equals(a.categories()[c], b.categories()[c])) {
        sum += differing;
      }
    }
    return sum;
  }

  /** The numbers and categories of a row, and the hash of its key. */
  record Sample(double[] numbers, String[] categories, long hash) implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}
