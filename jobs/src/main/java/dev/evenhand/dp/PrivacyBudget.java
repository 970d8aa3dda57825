package dev.evenhand.dp;

import dev.evenhand.base.DataProblem;
import java.math.BigDecimal;

/**
 * What all releases together may reveal of one subject at most: (epsilon, delta)-differential
 * privacy, by one way of accounting that never changes.
 *
 * <p>Costs may be chosen one by one, each after the results of those before: sums of ε, and of ρ,
 * hold then too. Rogers et al. (2016); Feldman, Zrnic (2021).
 */
public record PrivacyBudget(BigDecimal epsilon, BigDecimal delta, Accounting accounting) {
  public PrivacyBudget {
    if (epsilon.signum() < 0) {
      throw new DataProblem("A budget's epsilon must be 0 or more, was " + epsilon + ".");
    }
    if (delta.signum() < 0 || delta.compareTo(BigDecimal.ONE) >= 0) {
      throw new DataProblem("A budget's delta must be 0 or more and below 1, was " + delta + ".");
    }
    if (accounting == Accounting.ZCDP && delta.signum() == 0) {
      throw new DataProblem("Accounting by zcdp needs a delta above 0, such as 1e-6.");
    }
  }

  /** Whether the sum of all costs stays within the budget. */
  public boolean allows(PrivacyCost sum) {
    return spentDelta(sum).compareTo(delta) <= 0 && spentEpsilon(sum).compareTo(epsilon) <= 0;
  }

  /** The ε that the costs amount to; for zCDP at the δ that the budget still has. */
  public BigDecimal spentEpsilon(PrivacyCost sum) {
    if (accounting == Accounting.PURE) {
      return sum.epsilon();
    }
    BigDecimal left = delta.subtract(sum.rhoDelta());
    if (sum.rho().signum() == 0) {
      return BigDecimal.ZERO;
    }
    return left.signum() <= 0
        ? epsilon.add(BigDecimal.ONE) // more than there is: no δ is left to state an ε at
        : PrivacyCost.up(ZeroConcentrated.epsilon(sum.rho().doubleValue(), left.doubleValue()));
  }

  /** The δ that the costs use up; under zCDP the rest serves to state ε. */
  public BigDecimal spentDelta(PrivacyCost sum) {
    return accounting == Accounting.PURE ? sum.delta() : sum.rhoDelta();
  }
}
