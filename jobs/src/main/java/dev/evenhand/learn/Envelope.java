package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The highest gain of a convex polygon at each value of a rate: concave, piecewise linear. */
final class Envelope {
  private static final double SAME = 1e-12;

  private record Knot(double rate, double gain, double[] place) {}

  private final List<Knot> knots = new ArrayList<>();
  private int peak;

  Envelope(RocCurve curve, List<double[]> polygon, Moment moment, Gain gain) {
    List<Knot> sorted = new ArrayList<>();
    for (double[] place : polygon) {
      sorted.add(new Knot(curve.rate(moment, place), gain.at(place), place));
    }
    sorted.sort(Comparator.comparingDouble(Knot::rate).thenComparing(k -> -k.gain()));
    for (Knot knot : sorted) {
      add(knot);
    }
    for (int i = 1; i < knots.size(); i++) {
      peak = knots.get(i).gain() > knots.get(peak).gain() ? i : peak;
    }
  }

  private void add(Knot knot) {
    int size = knots.size();
    if (size > 0 && knot.rate() - knots.get(size - 1).rate() <= SAME) {
      if (knot.gain() <= knots.get(size - 1).gain()) {
        return;
      }
      knots.remove(--size);
    }
    while (size > 1
        && slope(knots.get(size - 2), knots.get(size - 1)) <= slope(knots.get(size - 1), knot)) {
      knots.remove(--size);
    }
    knots.add(knot);
  }

  private static double slope(Knot from, Knot to) {
    return (to.gain() - from.gain()) / (to.rate() - from.rate());
  }

  double lowest() {
    return knots.get(0).rate();
  }

  double highest() {
    return knots.get(knots.size() - 1).rate();
  }

  /** The rates at which the slope changes, and both ends. */
  double[] rates() {
    return knots.stream().mapToDouble(Knot::rate).toArray();
  }

  /** How fast the gain grows as the rate rises from a value; 0 at and after the end. */
  private double slopeAfter(double rate) {
    int from = segment(rate);
    return from + 1 < knots.size() ? slope(knots.get(from), knots.get(from + 1)) : 0;
  }

  /** The last knot at or below a rate, or the first. */
  private int segment(double rate) {
    int low = 0;
    int high = knots.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (knots.get(middle).rate() <= rate + SAME) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** How fast the best gain in a band grows as the band moves up from its low end. */
  double slopeOfBand(double low, Bound bound) {
    double high = bound.factor() * low + bound.margin();
    double top = knots.get(peak).rate();
    if (low >= top - SAME) {
      return slopeAfter(low);
    }
    return high < top - SAME ? bound.factor() * slopeAfter(high) : 0;
  }

  /** The best place whose rate is in a band, or as near to it as there is one. */
  double[] place(double low, double high) {
    double rate = Math.max(low, Math.min(high, knots.get(peak).rate()));
    rate = Math.max(lowest(), Math.min(highest(), rate));
    int from = segment(rate);
    Knot knot = knots.get(from);
    if (from + 1 == knots.size() || rate <= knot.rate()) {
      return knot.place();
    }
    Knot next = knots.get(from + 1);
    return RocHull.between(
        knot.place(), next.place(), (rate - knot.rate()) / (next.rate() - knot.rate()));
  }
}
