package dev.evenhand.fairness;

/**
 * Successes among independent trials; with weights, Kish's effective number (sum w)^2 / sum w^2 of
 * trials at the weighted share (Kish 1965, ch. 8).
 */
public record Trials(double successes, double n) {
  public static Trials of(double over, double under, double squaredUnder) {
    if (under == 0) {
      return new Trials(0, 0);
    }
    double effective = under * under / squaredUnder;
    return new Trials(over / under * effective, effective);
  }

  /** The same share of another number of trials. */
  Trials as(double trials) {
    return new Trials(share() * trials, trials);
  }

  public double share() {
    return successes / n;
  }

  double failures() {
    return n - successes;
  }

  public boolean isEmpty() {
    return n == 0;
  }
}
