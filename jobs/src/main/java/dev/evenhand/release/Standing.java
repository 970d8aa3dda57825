package dev.evenhand.release;

import static dev.evenhand.lake.table.PrivacyLedger.ACCOUNTING;
import static dev.evenhand.lake.table.PrivacyLedger.DELTA;
import static dev.evenhand.lake.table.PrivacyLedger.EPSILON;
import static dev.evenhand.lake.table.PrivacyLedger.KIND;
import static dev.evenhand.lake.table.PrivacyLedger.NUMBER;
import static dev.evenhand.lake.table.PrivacyLedger.RHO;
import static dev.evenhand.lake.table.PrivacyLedger.RHO_DELTA;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.dp.Accounting;
import dev.evenhand.dp.PrivacyBudget;
import dev.evenhand.dp.PrivacyCost;
import dev.evenhand.lake.table.PrivacyLedger;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
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

  /** The sums of a ledger, and its newest budget. */
  static Standing of(Dataset<Row> entries) {
    Column isCharge = KIND.column().equalTo(PrivacyLedger.CHARGE);
    Column budget =
        max_by(
            struct(EPSILON.column(), DELTA.column(), ACCOUNTING.column()),
            when(KIND.column().equalTo(PrivacyLedger.BUDGET), NUMBER.column()));
    Row row =
        entries
            .agg(
                max(NUMBER.column()),
                count(when(isCharge, 1)),
                sum(when(isCharge, EPSILON.column())),
                sum(when(isCharge, DELTA.column())),
                sum(when(isCharge, RHO.column())),
                sum(when(isCharge, RHO_DELTA.column())),
                budget)
            .first();
    if (row.isNullAt(0)) {
      return Standing.NOTHING;
    }
    return new Standing(
        row.isNullAt(6) ? Optional.empty() : Optional.of(budget(row.getStruct(6))),
        new PrivacyCost(orZero(row, 2), orZero(row, 3), orZero(row, 4), orZero(row, 5)),
        row.getLong(0),
        row.getLong(1));
  }

  private static BigDecimal orZero(Row row, int at) {
    return row.isNullAt(at) ? BigDecimal.ZERO : row.getDecimal(at);
  }

  private static PrivacyBudget budget(Row row) {
    return new PrivacyBudget(
        row.getDecimal(0),
        row.getDecimal(1),
        Accounting.valueOf(row.getString(2).toUpperCase(Locale.ROOT)));
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
