package dev.evenhand.learn;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What each threshold selects in a group: the weights of false and of true positives, from
 * selecting nobody (threshold ∞) to selecting all (threshold −∞).
 */
record RocCurve(
    List<String> group, double[] thresholds, double[] falsePositives, double[] truePositives) {
  static RocCurve of(GroupCells cells) {
    int n = cells.size();
    RocCurve curve =
        new RocCurve(cells.group(), new double[n + 1], new double[n + 1], new double[n + 1]);
    curve.thresholds[0] = Double.POSITIVE_INFINITY;
    for (int i = 1; i <= n; i++) {
      int cell = n - i;
      curve.thresholds[i] = i == n ? Double.NEGATIVE_INFINITY : cells.lowest()[cell];
      curve.falsePositives[i] = curve.falsePositives[i - 1] + cells.negatives()[cell];
      curve.truePositives[i] = curve.truePositives[i - 1] + cells.positives()[cell];
    }
    return curve;
  }

  int size() {
    return thresholds.length;
  }

  double negatives() {
    return falsePositives[size() - 1];
  }

  double positives() {
    return truePositives[size() - 1];
  }

  /** The weight over which a rate of the group is taken. */
  double denominator(Moment moment) {
    return (moment.counts(0) ? negatives() : 0) + (moment.counts(1) ? positives() : 0);
  }

  /** A rate of the group when so much weight is selected; its denominator must not be zero. */
  double rate(Moment moment, double falsePositive, double truePositive) {
    double sum =
        moment.sign(0) * falsePositive
            + moment.sign(1) * truePositive
            + moment.offset(0) * negatives()
            + moment.offset(1) * positives();
    return sum / denominator(moment);
  }

  double rate(Moment moment, double[] place) {
    return rate(moment, place[0], place[1]);
  }

  double rate(Moment moment, int point) {
    return rate(moment, falsePositives[point], truePositives[point]);
  }

  double[] place(int point) {
    return new double[] {falsePositives[point], truePositives[point]};
  }

  /** A rate at every point. */
  double[] rates(Moment moment) {
    double[] rates = new double[size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = rate(moment, i);
    }
    return rates;
  }

  /** The curve with at most so many points: the hull's, and others evenly along the way. */
  RocCurve thinned(int most) {
    TreeSet<Integer> kept = new TreeSet<>(RocHull.of(this).corners());
    double step = 2.0 / Math.max(1, most - kept.size());
    double last = 0;
    for (int i = 0; i < size(); i++) {
      double way =
          falsePositives[i] / Math.max(negatives(), 1e-300)
              + truePositives[i] / Math.max(positives(), 1e-300);
      if (way - last >= step) {
        kept.add(i);
        last = way;
      }
    }
    int[] points = kept.stream().mapToInt(Integer::intValue).toArray();
    return new RocCurve(
        group, at(thresholds, points), at(falsePositives, points), at(truePositives, points));
  }

  private static double[] at(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
  }
}
