package dev.evenhand.release;

import dev.evenhand.dp.PrivacyBudget;
import dev.evenhand.dp.PrivacyCost;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/**
 * A lake's privacy budget and what was spent of it.
 *
 * @param budget empty as long as nobody has set one: then nothing may be released
 * @param entries of the ledger
 * @param charges among them
 */
public record Standing(
    Optional<PrivacyBudget> budget, PrivacyCost spent, long entries, long charges) {
  static final Standing NOTHING = new Standing(Optional.empty(), PrivacyCost.NONE, 0, 0);

  public boolean allows(PrivacyCost cost) {
    return budget.isPresent() && budget.get().allows(spent.plus(cost));
  }

  /** In one line: what there is, what was spent, what is left. */
  public String line() {
    if (budget.isEmpty()) {
      return "no privacy budget is set";
    }
    PrivacyBudget total = budget.get();
    BigDecimal epsilon = total.spentEpsilon(spent);
    return "epsilon %s of %s spent, delta %s of %s, %s accounting, %d releases"
        .formatted(
            shown(epsilon, RoundingMode.CEILING),
            shown(total.epsilon(), RoundingMode.FLOOR),
            shown(total.spentDelta(spent), RoundingMode.CEILING),
            shown(total.delta(), RoundingMode.FLOOR),
            total.accounting().name().toLowerCase(Locale.ROOT),
            charges);
  }

  public static String shown(BigDecimal value, RoundingMode rounding) {
    BigDecimal rounded = value.round(new MathContext(6, rounding)).stripTrailingZeros();
    return rounded.signum() != 0 && rounded.compareTo(new BigDecimal("0.0001")) < 0
        ? rounded.toString()
        : rounded.toPlainString();
  }
}
