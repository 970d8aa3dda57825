package dev.evenhand.attribution;

/** Numbers of few decimals, each the double that its text is read as. */
final class Decimals {
  /** Nine decimals: what a person is told has no more. */
  static final double FINEST = 1e9;

  private static final double CLOSE = 1e-12;
  private static final double WHOLE = 0x1p52;

  private Decimals() {}

  /** A multiple of a step: 57 times 0.01 is 0.57, not 0.5700000000000001. */
  static double multiple(double times, double step) {
    for (double scale = 1; scale <= FINEST; scale *= 10) {
      double whole = Math.rint(step * scale);
      if (whole > 0 && Math.abs(whole - step * scale) <= CLOSE * whole) {
        return times * whole / scale;
      }
    }
    return times * step;
  }

  /** The smallest multiple of 1 / scale at or above a value. */
  static double up(double value, double scale) {
    if (!(Math.abs(value * scale) < WHOLE)) {
      return value;
    }
    double times = Math.floor(value * scale);
    return times / scale >= value ? times / scale : (times + 1) / scale;
  }

  /** The largest multiple of 1 / scale at or below a value. */
  static double down(double value, double scale) {
    return -up(-value, scale) + 0.0; // never -0
  }
}
