package dev.evenhand.learn;

/**
 * λ ((1 - α) / 2 Σ (s_j w_j)² + α Σ |s_j w_j|), s_j the feature's standard deviation or 1; the
 * intercept is free. MLlib's elastic net.
 *
 * @param squares λ (1 - α) s_j² for each coefficient and 0 for the intercept
 * @param absolutes λ α s_j likewise
 */
record Penalty(double[] squares, double[] absolutes) {
  static Penalty of(double strength, double mixing, double[] deviations) {
    int size = deviations.length + 1;
    double[] squares = new double[size];
    double[] absolutes = new double[size];
    for (int i = 0; i < deviations.length; i++) {
      squares[i] = strength * (1 - mixing) * deviations[i] * deviations[i];
      absolutes[i] = strength * mixing * deviations[i];
    }
    return new Penalty(squares, absolutes);
  }

  boolean isSmooth() {
    for (double absolute : absolutes) {
      if (absolute > 0) {
        return false;
      }
    }
    return true;
  }

  double value(double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += squares[i] * weights[i] * weights[i] / 2 + absolutes[i] * Math.abs(weights[i]);
    }
    return sum;
  }
}
