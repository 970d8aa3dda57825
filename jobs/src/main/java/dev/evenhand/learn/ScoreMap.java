package dev.evenhand.learn;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A rising map of scores: straight lines between knots, and a slope beyond them; on the scores
 * themselves or on their logits.
 */
record ScoreMap(boolean isLogistic, double outside, double[] from, double[] to)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double EDGE = 1e-15;

  /** Leaves scores as they are. */
  static final ScoreMap IDENTITY = new ScoreMap(false, 1, new double[1], new double[1]);

  /** σ(slope · logit(score) + intercept). */
  static ScoreMap logistic(double slope, double intercept) {
    return new ScoreMap(true, slope, new double[1], new double[] {intercept});
  }

  /** ln(s / (1 − s)), kept finite. */
  static double logit(double score) {
    double inside = Math.min(Math.max(score, EDGE), 1 - EDGE);
    return Math.log(inside / (1 - inside));
  }

  double at(double score) {
    return isLogistic ? Point.sigmoid(line(logit(score))) : line(score);
  }

  private double line(double x) {
    int last = from.length - 1;
    if (x <= from[0]) {
      return to[0] + outside * (x - from[0]);
    }
    if (x >= from[last]) {
      return to[last] + outside * (x - from[last]);
    }
    int place = Arrays.binarySearch(from, x);
    if (place >= 0) {
      return to[place];
    }
    int next = -place - 1;
    double part = (x - from[next - 1]) / (from[next] - from[next - 1]);
    return to[next - 1] + part * (to[next] - to[next - 1]);
  }
}
