package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * All that thresholds and chance between them can reach in a group: the convex hull of its ROC
 * curve, in weights of false and of true positives. Hardt, Price and Srebro (2016), section 4.
 *
 * @param corners places in the curve; the first selects nobody
 */
record RocHull(RocCurve curve, List<Integer> corners) {
  private static final double NEARLY_NONE = 1e-12;

  static RocHull of(RocCurve curve) {
    List<Integer> corners = chain(curve, 1);
    List<Integer> lower = chain(curve, -1);
    for (int i = lower.size() - 2; i > 0; i--) {
      corners.add(lower.get(i));
    }
    return new RocHull(curve, List.copyOf(corners));
  }

  /** The upper (side 1) or lower (side −1) chain from selecting nobody to selecting all. */
  private static List<Integer> chain(RocCurve curve, int side) {
    List<Integer> chain = new ArrayList<>();
    for (int i = 0; i < curve.size(); i++) {
      while (chain.size() > 1
          && side * turn(curve, chain.get(chain.size() - 2), chain.get(chain.size() - 1), i) >= 0) {
        chain.remove(chain.size() - 1);
      }
      chain.add(i);
    }
    return chain;
  }

  /** Above 0 when the middle point lies below the line from the first to the last. */
  private static double turn(RocCurve curve, int first, int middle, int last) {
    return cross(curve.place(first), curve.place(middle), curve.place(last));
  }

  /** Twice the signed area of a triangle. */
  private static double cross(double[] a, double[] b, double[] c) {
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  }

  List<double[]> places() {
    return corners.stream().map(curve::place).toList();
  }

  /** The part of a convex polygon where a rate lies in a band. */
  static List<double[]> clipped(
      RocCurve curve, List<double[]> polygon, Moment moment, double low, double high) {
    return cut(curve, cut(curve, polygon, moment, low, 1), moment, high, -1);
  }

  /** The part at and above (side 1) or at and below (side −1) an edge. */
  private static List<double[]> cut(
      RocCurve curve, List<double[]> polygon, Moment moment, double edge, int side) {
    List<double[]> kept = new ArrayList<>();
    for (int i = 0; i < polygon.size(); i++) {
      double[] here = polygon.get(i);
      double[] next = polygon.get((i + 1) % polygon.size());
      double from = side * (curve.rate(moment, here) - edge);
      double to = side * (curve.rate(moment, next) - edge);
      if (from >= 0) {
        kept.add(here);
      }
      if (from < 0 && to > 0 || from > 0 && to < 0) {
        kept.add(between(here, next, from / (from - to)));
      }
    }
    return kept;
  }

  static double[] between(double[] from, double[] to, double part) {
    return new double[] {from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])};
  }

  /** The chances of thresholds that together reach a place of the hull. */
  GroupPolicy policy(List<String> group, double[] place) {
    List<double[]> places = places();
    double[] weights = new double[places.size()];
    if (places.size() == 2) {
      double span = places.get(1)[0] + places.get(1)[1];
      weights[1] = Math.min(1, Math.max(0, (place[0] + place[1]) / span));
      weights[0] = 1 - weights[1];
    } else {
      weigh(places, place, weights);
    }
    return mixed(group, weights);
  }

  /** Shares of the corners of that triangle, of those at the first corner, which holds a place. */
  private static void weigh(List<double[]> places, double[] place, double[] weights) {
    double most = Double.NEGATIVE_INFINITY;
    double[] best = null;
    int at = 1;
    for (int i = 1; i + 1 < places.size(); i++) {
      double[] a = places.get(0);
      double[] b = places.get(i);
      double[] c = places.get(i + 1);
      double area = cross(a, b, c);
      double[] shares = {
        cross(place, b, c) / area, cross(a, place, c) / area, cross(a, b, place) / area
      };
      double least = Math.min(shares[0], Math.min(shares[1], shares[2]));
      if (least > most) {
        most = least;
        best = shares;
        at = i;
      }
    }
    if (best != null) {
      weights[0] = best[0];
      weights[at] = best[1];
      weights[at + 1] = best[2];
    }
  }

  private GroupPolicy mixed(List<String> group, double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weights[i] < NEARLY_NONE ? 0 : weights[i];
      sum += weights[i];
    }
    List<Integer> used = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        used.add(i);
      }
    }
    used.sort((a, b) -> Integer.compare(corners.get(b), corners.get(a)));
    List<Double> thresholds = new ArrayList<>();
    List<Double> chances = new ArrayList<>();
    double chance = 0;
    for (int i = 0; i < used.size(); i++) {
      chance = i == used.size() - 1 ? 1 : chance + weights[used.get(i)] / sum;
      if (corners.get(used.get(i)) > 0 || used.size() == 1) {
        thresholds.add(curve.thresholds()[corners.get(used.get(i))]);
        chances.add(chance);
      }
    }
    return new GroupPolicy(group, thresholds, chances);
  }
}
