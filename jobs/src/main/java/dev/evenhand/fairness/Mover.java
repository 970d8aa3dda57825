package dev.evenhand.fairness;

/**
 * Intervals of a difference or a ratio from the intervals of two independent values: the method of
 * variance estimates recovery.
 *
 * <p>Zou, Donner (2008). With Wilson's intervals it is Newcombe's hybrid score interval (1998,
 * method 10). A ratio is taken as a difference of logarithms.
 */
final class Mover {
  private Mover() {}

  /** A value with its interval. */
  record Estimate(double value, Interval interval) {
    /** Null if the metric is undefined or has no interval here. */
    static Estimate of(GroupMetric metric, Slice slice, double confidence) {
      Measured measured = metric.of(slice, Undefined.NULL);
      Interval interval = measured.isDefined() ? metric.interval(slice, confidence) : null;
      return interval == null ? null : new Estimate(measured.value(), interval);
    }

    /** Null unless value and limits are above 0. */
    Estimate log() {
      return value > 0 && interval.low() > 0
          ? new Estimate(
              Math.log(value),
              new Interval(Math.log(interval.low()), Math.log(interval.high()), interval.method()))
          : null;
    }
  }

  static Interval difference(Estimate a, Estimate b) {
    double difference = a.value - b.value;
    double below = Math.hypot(a.value - a.interval.low(), b.interval.high() - b.value);
    double above = Math.hypot(a.interval.high() - a.value, b.value - b.interval.low());
    String method = a.interval.method();
    return new Interval(
        difference - below,
        difference + above,
        method.equals(Wilson.METHOD) ? "newcombe" : "mover-" + method);
  }

  /** Null if one of them may be 0. */
  static Interval ratio(Estimate a, Estimate b) {
    Estimate logOfA = a.log();
    Estimate logOfB = b.log();
    if (logOfA == null || logOfB == null) {
      return null;
    }
    Interval log = difference(logOfA, logOfB);
    return new Interval(
        Math.exp(log.low()), Math.exp(log.high()), "mover-log-" + a.interval.method());
  }
}
