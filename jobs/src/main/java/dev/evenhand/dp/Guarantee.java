package dev.evenhand.dp;

import dev.evenhand.base.DataProblem;
import java.math.BigDecimal;

/** What a release promises each subject: (epsilon, delta)-differential privacy, by which noise. */
public record Guarantee(BigDecimal epsilon, BigDecimal delta, Mechanism mechanism) {
  private static final BigDecimal SMALLEST = new BigDecimal("1e-12");

  public Guarantee {
    if (epsilon.compareTo(SMALLEST) < 0 || epsilon.compareTo(BigDecimal.valueOf(1e6)) > 0) {
      throw new DataProblem(
          "epsilon must be above 0 and at most 1000000, was " + epsilon.toPlainString() + ".");
    }
    if (delta.signum() < 0 || delta.compareTo(BigDecimal.valueOf(0.1)) > 0) {
      throw new DataProblem("delta must be 0 to 0.1, was " + delta + ".");
    }
    if (delta.signum() > 0 && delta.compareTo(new BigDecimal("1e-20")) < 0) {
      throw new DataProblem("delta must be 0 or at least 1e-20, was " + delta + ".");
    }
    if (mechanism == Mechanism.GAUSSIAN && delta.signum() == 0) {
      throw new DataProblem("Gaussian noise needs a delta above 0, such as 1e-6.");
    }
  }
}
