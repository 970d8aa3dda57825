package dev.evenhand.release;

import static dev.evenhand.lake.table.PrivacyLedger.ACCOUNTING;
import static dev.evenhand.lake.table.PrivacyLedger.DELTA;
import static dev.evenhand.lake.table.PrivacyLedger.EPSILON;
import static dev.evenhand.lake.table.PrivacyLedger.KIND;
import static dev.evenhand.lake.table.PrivacyLedger.NUMBER;
import static dev.evenhand.lake.table.PrivacyLedger.RHO;
import static dev.evenhand.lake.table.PrivacyLedger.RHO_DELTA;

import dev.evenhand.dp.Accounting;
import dev.evenhand.dp.PrivacyBudget;
import dev.evenhand.dp.PrivacyCost;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.PrivacyLedger;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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

  /** The sums of a ledger, which has some entries a day, and its newest budget. */
  static Standing of(Dataset<Row> entries) {
    Standing standing = NOTHING;
    for (Row row :
        SmallRows.sorted(
            entries.select(
                NUMBER.column(),
                KIND.column(),
                ACCOUNTING.column(),
                EPSILON.column(),
                DELTA.column(),
                RHO.column(),
                RHO_DELTA.column()),
            NUMBER.column())) {
      standing = standing.with(row);
    }
    return standing;
  }

  private Standing with(Row row) {
    PrivacyCost cost =
        new PrivacyCost(row.getDecimal(3), row.getDecimal(4), row.getDecimal(5), row.getDecimal(6));
    long number = row.getLong(0);
    return switch (row.getString(1)) {
      case PrivacyLedger.BUDGET -> {
        Accounting accounting = Accounting.valueOf(row.getString(2).toUpperCase(Locale.ROOT));
        PrivacyBudget set = new PrivacyBudget(cost.epsilon(), cost.delta(), accounting);
        yield new Standing(Optional.of(set), spent, number, charges);
      }
      case PrivacyLedger.CHARGE -> new Standing(budget, spent.plus(cost), number, charges + 1);
      default -> new Standing(budget, spent, number, charges);
    };
  }

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
