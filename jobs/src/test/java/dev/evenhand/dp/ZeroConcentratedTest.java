package dev.evenhand.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZeroConcentratedTest {
  @ParameterizedTest
  @CsvSource({"0.005, 1e-6", "0.1, 1e-6", "0.5, 1e-5", "3, 1e-9", "20, 1e-3"})
  void liesBetweenTheGaussiansExactEpsilonAndTheOlderBound(double rho, double delta) {
    double epsilon = ZeroConcentrated.epsilon(rho, delta);
    assertThat(epsilon).isLessThan(rho + 2 * Math.sqrt(rho * Math.log(1 / delta)));
    // The continuous Gaussian with sensitivity √(2ρ) and σ = 1 is ρ-zCDP, so its exact δ is less.
    double exact = gaussianDelta(Math.sqrt(2 * rho), epsilon);
    assertThat(exact).isLessThan(delta).isGreaterThan(delta / 10);
  }

  /** Balle, Wang (2018), theorem 5. */
  private static double gaussianDelta(double change, double epsilon) {
    NormalDistribution normal = new NormalDistribution();
    return normal.cumulativeProbability(change / 2 - epsilon / change)
        - Math.exp(epsilon) * normal.cumulativeProbability(-change / 2 - epsilon / change);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 1e-6", "1, 1e-6", "8, 1e-9", "0.001, 1e-12", "1000, 1e-5"})
  void rhoAndEpsilonAreInverse(double epsilon, double delta) {
    double rho = ZeroConcentrated.rho(epsilon, delta);
    assertThat(ZeroConcentrated.epsilon(rho, delta)).isCloseTo(epsilon, within(1e-9 * epsilon));
    assertThat(ZeroConcentrated.delta(rho, epsilon)).isLessThanOrEqualTo(delta);
  }

  @Test
  void pureCostsAddUpToTheLastDigit() {
    PrivacyBudget budget = new PrivacyBudget(BigDecimal.ONE, BigDecimal.ZERO, Accounting.PURE);
    PrivacyCost sum = PrivacyCost.NONE;
    for (int i = 0; i < 10; i++) {
      sum = sum.plus(PrivacyCost.pure(new BigDecimal("0.1")));
      assertThat(budget.allows(sum)).isTrue();
    }
    assertThat(budget.allows(sum.plus(PrivacyCost.pure(new BigDecimal("1e-20"))))).isFalse();
  }

  @Test
  void manySmallReleasesCostLessUnderZcdp() {
    PrivacyCost sum = PrivacyCost.NONE;
    for (int i = 0; i < 1000; i++) {
      sum = sum.plus(PrivacyCost.pure(new BigDecimal("0.01")));
    }
    BigDecimal delta = new BigDecimal("1e-6");
    BigDecimal ten = BigDecimal.TEN;
    assertThat(new PrivacyBudget(ten, delta, Accounting.PURE).spentEpsilon(sum))
        .isEqualByComparingTo("10");
    assertThat(new PrivacyBudget(ten, delta, Accounting.ZCDP).spentEpsilon(sum).doubleValue())
        .isBetween(1.4, 1.7); // ρ = 0.05
  }

  @Test
  void anApproximateCostUsesUpTheDeltaOfAZcdpBudget() {
    BigDecimal delta = new BigDecimal("1e-6");
    PrivacyBudget budget = new PrivacyBudget(BigDecimal.TEN, delta, Accounting.ZCDP);
    PrivacyCost half = PrivacyCost.approximate(BigDecimal.ONE, new BigDecimal("5e-7"));
    assertThat(budget.allows(half)).isTrue();
    assertThat(budget.allows(half.plus(half))).isFalse();
  }
}
