package dev.evenhand.dp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What a release reveals of one subject at most, in both ways of accounting.
 *
 * <p>The release is (epsilon, delta)-differentially private, and it is rhoDelta-approximately
 * rho-zero-concentrated: ρ-zCDP but for events of probability rhoDelta. All four add up over
 * releases (Dwork et al. 2006; Bun, Steinke 2016, section 8). Numbers are rounded up to {@link
 * #SCALE} decimal places.
 */
public record PrivacyCost(
    BigDecimal epsilon, BigDecimal delta, BigDecimal rho, BigDecimal rhoDelta) {
  /** Decimal places that are kept. */
  public static final int SCALE = 26;

  public static final PrivacyCost NONE =
      new PrivacyCost(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  public PrivacyCost {
    epsilon = kept(epsilon);
    delta = kept(delta);
    rho = kept(rho);
    rhoDelta = kept(rhoDelta);
  }

  /** ε without δ, which is ε²/2-zCDP. Bun, Steinke (2016), proposition 1.4. */
  public static PrivacyCost pure(BigDecimal epsilon) {
    return approximate(epsilon, BigDecimal.ZERO);
  }

  /**
   * (ε, δ) of a mechanism of which no more is known: it is ε-private but for events of probability
   * δ. Kairouz, Oh, Viswanath (2015), theorem 3.2.
   */
  public static PrivacyCost approximate(BigDecimal epsilon, BigDecimal delta) {
    BigDecimal rho = epsilon.multiply(epsilon).divide(BigDecimal.valueOf(2));
    return new PrivacyCost(epsilon, delta, rho, delta);
  }

  /** ρ-zCDP, of which (ε, δ) is a consequence. */
  public static PrivacyCost concentrated(BigDecimal rho, BigDecimal epsilon, BigDecimal delta) {
    return new PrivacyCost(epsilon, delta, rho, BigDecimal.ZERO);
  }

  public PrivacyCost plus(PrivacyCost other) {
    return new PrivacyCost(
        epsilon.add(other.epsilon),
        delta.add(other.delta),
        rho.add(other.rho),
        rhoDelta.add(other.rhoDelta));
  }

  /** A double as a decimal that is not smaller. */
  static BigDecimal up(double value) {
    return new BigDecimal(value).round(new MathContext(12, RoundingMode.CEILING));
  }

  /** A double as a decimal that is not larger. */
  static BigDecimal down(double value) {
    return new BigDecimal(value).round(new MathContext(12, RoundingMode.FLOOR));
  }

  private static BigDecimal kept(BigDecimal value) {
    if (value.signum() < 0) {
      throw new IllegalArgumentException("a privacy cost is never negative, was " + value);
    }
    return value.setScale(SCALE, RoundingMode.CEILING);
  }
}
