package dev.evenhand.fairness;

/** A confidence interval and the method that made it. */
public record Interval(double low, double high, String method) {
  Interval within(double least, double most) {
    return new Interval(
        Math.min(most, Math.max(least, low)), Math.max(least, Math.min(most, high)), method);
  }
}
