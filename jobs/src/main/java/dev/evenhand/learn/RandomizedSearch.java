package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The place on each group's hull whose gains add up highest while the rates of all groups lie in
 * one band. Hardt, Price and Srebro (2016), with a bound on the difference or ratio instead of
 * equality.
 *
 * <p>What a band gives is concave and piecewise linear in its low end. For one rate the highest
 * value is where the slope, known exactly, turns; for two the second band is sought by thirds, the
 * first within each of its values.
 */
final class RandomizedSearch {
  private static final int THIRDS = 90;
  private static final double SLACK = 1e-13;

  private final List<RocCurve> curves;
  private final List<RocHull> hulls;
  private final List<Moment> moments;
  private final Bound bound;
  private final Gain gain;

  /** The low ends of the bands, first that of the first moment, and each group's place. */
  private record Bands(double[] lows, List<double[]> places, double gain) {}

  RandomizedSearch(List<RocCurve> curves, Constraint constraint, Bound bound, Gain gain) {
    this.curves = curves;
    this.hulls = curves.stream().map(RocHull::of).toList();
    this.moments = constraint.moments();
    this.bound = bound;
    this.gain = gain;
  }

  /** The best policy of each group, and at last that of all other rows. */
  List<GroupPolicy> policies(RocCurve pooled) {
    Bands best = moments.size() == 1 ? within(hullPlaces()) : nested();
    List<GroupPolicy> policies = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      policies.add(hulls.get(i).policy(curves.get(i).group(), best.places.get(i)));
    }
    RocHull hull = RocHull.of(pooled);
    policies.add(hull.policy(List.of(), pooledPlace(hull, best.lows)));
    return policies;
  }

  private List<List<double[]>> hullPlaces() {
    return hulls.stream().map(RocHull::places).toList();
  }

  private double high(double low) {
    return bound.factor() * low + bound.margin() + SLACK;
  }

  private double[] pooledPlace(RocHull hull, double[] lows) {
    List<double[]> polygon = hull.places();
    if (lows.length > 1) {
      polygon = RocHull.clipped(hull.curve(), polygon, moments.get(1), lows[1], high(lows[1]));
    }
    Envelope envelope = new Envelope(hull.curve(), polygon, moments.get(0), gain);
    return envelope.place(lows[0], high(lows[0]));
  }

  private Bands nested() {
    double low = 0;
    double high = 1;
    for (int i = 0; i < THIRDS && high > low; i++) {
      double left = low + (high - low) / 3;
      double right = high - (high - low) / 3;
      if (from(left).gain < from(right).gain) {
        low = left;
      } else {
        high = right;
      }
    }
    return Arrays.stream(new double[] {low, (low + high) / 2, high})
        .mapToObj(this::from)
        .reduce((best, next) -> next.gain > best.gain ? next : best)
        .orElseThrow();
  }

  /** The best when the band of the second moment has this low end. */
  private Bands from(double low) {
    Moment moment = moments.get(1);
    List<List<double[]>> polygons = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      RocCurve curve = curves.get(i);
      List<double[]> places = hulls.get(i).places();
      polygons.add(
          curve.denominator(moment) > 0
              ? RocHull.clipped(curve, places, moment, low, high(low))
              : places);
    }
    Bands inner = within(polygons);
    return new Bands(new double[] {inner.lows[0], low}, inner.places, inner.gain);
  }

  /** The best when each group must stay in a polygon, under the band of the first moment. */
  private Bands within(List<List<double[]>> polygons) {
    Moment moment = moments.get(0);
    List<Envelope> envelopes = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      if (curves.get(i).denominator(moment) > 0) {
        envelopes.add(new Envelope(curves.get(i), polygons.get(i), moment, gain));
      }
    }
    double low = lowEnd(envelopes);
    List<double[]> places = new ArrayList<>();
    double sum = 0;
    int next = 0;
    for (int i = 0; i < curves.size(); i++) {
      double[] place =
          curves.get(i).denominator(moment) > 0
              ? envelopes.get(next++).place(low, high(low))
              : highest(polygons.get(i));
      sum += gain.at(place);
      places.add(place);
    }
    return new Bands(new double[] {low}, places, sum);
  }

  private double[] highest(List<double[]> polygon) {
    double[] best = polygon.get(0);
    for (double[] place : polygon) {
      best = gain.at(place) > gain.at(best) ? place : best;
    }
    return best;
  }

  /** Where the sum of the groups' slopes is no longer above 0. */
  private double lowEnd(List<Envelope> envelopes) {
    double from = 0;
    double to = 1;
    for (Envelope envelope : envelopes) {
      from = Math.max(from, (envelope.lowest() - bound.margin()) / bound.factor());
      to = Math.min(to, envelope.highest());
    }
    double least = from;
    double most = Math.max(from, to);
    double[] ends =
        envelopes.stream()
            .flatMapToDouble(envelope -> Arrays.stream(envelope.rates()))
            .flatMap(
                rate ->
                    Arrays.stream(new double[] {rate, (rate - bound.margin()) / bound.factor()}))
            .filter(end -> end > least && end < most)
            .sorted()
            .toArray();
    int first = 0;
    int last = ends.length;
    while (first < last) {
      int middle = (first + last) >>> 1;
      if (slope(envelopes, ends[middle]) > 0) {
        first = middle + 1;
      } else {
        last = middle;
      }
    }
    double end = first < ends.length ? ends[first] : most;
    return first == 0 && slope(envelopes, least) <= 0 ? least : end;
  }

  private double slope(List<Envelope> envelopes, double low) {
    double sum = 0;
    for (Envelope envelope : envelopes) {
      sum += envelope.slopeOfBand(low, bound);
    }
    return sum;
  }
}
