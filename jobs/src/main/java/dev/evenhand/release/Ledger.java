package dev.evenhand.release;

import static dev.evenhand.lake.table.PrivacyLedger.ACCOUNTING;
import static dev.evenhand.lake.table.PrivacyLedger.AT;
import static dev.evenhand.lake.table.PrivacyLedger.AUTHOR;
import static dev.evenhand.lake.table.PrivacyLedger.CONTRACT;
import static dev.evenhand.lake.table.PrivacyLedger.DELTA;
import static dev.evenhand.lake.table.PrivacyLedger.EPSILON;
import static dev.evenhand.lake.table.PrivacyLedger.KIND;
import static dev.evenhand.lake.table.PrivacyLedger.MECHANISM;
import static dev.evenhand.lake.table.PrivacyLedger.NUMBER;
import static dev.evenhand.lake.table.PrivacyLedger.PLACE;
import static dev.evenhand.lake.table.PrivacyLedger.PURPOSE;
import static dev.evenhand.lake.table.PrivacyLedger.REQUEST;
import static dev.evenhand.lake.table.PrivacyLedger.RHO;
import static dev.evenhand.lake.table.PrivacyLedger.RHO_DELTA;
import static dev.evenhand.lake.table.PrivacyLedger.SOURCE;
import static dev.evenhand.lake.table.PrivacyLedger.SOURCE_VERSION;
import static dev.evenhand.lake.table.PrivacyLedger.SUBJECT_UNIT;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.DataProblem;
import dev.evenhand.dp.Accounting;
import dev.evenhand.dp.PrivacyBudget;
import dev.evenhand.dp.PrivacyCost;
import dev.evenhand.lake.Field;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.PrivacyLedger;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The one privacy ledger of a lake: it is charged before noise is drawn, and refuses what the
 * budget no longer has.
 *
 * <p>A charge is a commit that has read all earlier ones and fails if another came meanwhile; then
 * it is weighed anew. So any number of writers spend as if one after the other, and a release that
 * is killed after its charge has spent it.
 */
public final class Ledger {
  private static final String LEASE = "privacy-ledger";

  private final Lake lake;
  private final Duration patience;

  /**
   * @param patience how long to wait for others who write to the ledger, or on object stores to the
   *     lake
   */
  public Ledger(Lake lake, Duration patience) {
    this.lake = lake;
    this.patience = patience;
  }

  public Standing standing() {
    return lake.exists(CONTRACT) ? standing(lake.read(CONTRACT)) : Standing.NOTHING;
  }

  /**
   * Sets what all releases together may spend, those of the past included.
   *
   * @param author who decides so, and says why in {@code purpose}
   */
  public Standing set(
      PrivacyBudget budget, String author, String purpose, RunScope scope, Instant at) {
    PrivacyCost cost =
        new PrivacyCost(budget.epsilon(), budget.delta(), BigDecimal.ZERO, BigDecimal.ZERO);
    String accounting = budget.accounting().name().toLowerCase(Locale.ROOT);
    return append(
        scope,
        before -> {
          requireSameAccounting(before, budget.accounting());
          return new Entry(PrivacyLedger.BUDGET, before.entries() + 1, at)
              .cost(cost)
              .with(ACCOUNTING, accounting)
              .with(AUTHOR, author)
              .with(PURPOSE, purpose);
        });
  }

  /** Which sum holds may not be chosen after the results are known. */
  private static void requireSameAccounting(Standing before, Accounting accounting) {
    if (before.charges() > 0 && before.budget().orElseThrow().accounting() != accounting) {
      throw new DataProblem(
          "The budget is kept by %s accounting and releases were charged. Keep --accounting as it is."
              .formatted(
                  before.budget().get().accounting().name().toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Spends, or throws and spends nothing.
   *
   * @throws BudgetSpent if too little is left
   */
  public Standing charge(Charge charge, RunScope scope, Instant at) {
    requireBudget(standing());
    return append(
        scope,
        before -> {
          requireAllowed(before, charge.cost());
          return new Entry(PrivacyLedger.CHARGE, before.entries() + 1, at)
              .cost(charge.cost())
              .with(PURPOSE, charge.purpose())
              .with(MECHANISM, charge.mechanism())
              .with(SOURCE, charge.source())
              .with(SOURCE_VERSION, charge.sourceVersion())
              .with(SUBJECT_UNIT, charge.subjectUnit())
              .with(REQUEST, charge.request());
        });
  }

  /** Notes that the figures of a charge, which has the same run id, lie at a place. */
  public void published(String place, RunScope scope, Instant at) {
    append(
        scope,
        before ->
            new Entry(PrivacyLedger.PUBLICATION, before.entries() + 1, at).with(PLACE, place));
  }

  /**
   * Refuses, before any work, what a charge would refuse.
   *
   * @throws BudgetSpent if too little is left
   */
  public Standing requireAllowed(PrivacyCost cost) {
    Standing standing = standing();
    requireAllowed(standing, cost);
    return standing;
  }

  private void requireAllowed(Standing standing, PrivacyCost cost) {
    requireBudget(standing);
    if (!standing.allows(cost)) {
      throw new BudgetSpent(
          "The privacy budget of lake %s does not allow epsilon %s, delta %s more: %s. Ask for less, or ask the data-protection officer."
              .formatted(
                  lake.files().root(),
                  Standing.shown(cost.epsilon(), RoundingMode.CEILING),
                  Standing.shown(cost.delta(), RoundingMode.CEILING),
                  standing.line()));
    }
  }

  private void requireBudget(Standing standing) {
    if (standing.budget().isEmpty()) {
      throw new DataProblem(
          "Lake %s has no privacy budget, so nothing may be released. The data-protection officer sets it: evenhand budget --epsilon E --delta D --set-by NAME --lake DIR."
              .formatted(lake.files().root()));
    }
  }

  private Standing append(RunScope scope, Function<Standing, Entry> entry) {
    try (Lease lease = Lease.acquire(lake, LEASE, patience)) {
      return appendUnguarded(scope, entry);
    }
  }

  /** The commit alone keeps writers apart; the lease spares them from trying in vain. */
  Standing appendUnguarded(RunScope scope, Function<Standing, Entry> entry) {
    Standing[] after = new Standing[1];
    lake.appendAfterReading(
        CONTRACT,
        scope,
        there -> {
          Standing before = standing(there);
          Row row = entry.apply(before).row();
          Dataset<Row> rows = there.sparkSession().createDataFrame(List.of(row), Entry.SCHEMA);
          after[0] = standing(there.select(rows.columns()).union(rows));
          return rows;
        });
    return after[0];
  }

  private static Standing standing(Dataset<Row> entries) {
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

  /** A row of the ledger under construction. */
  static final class Entry {
    static final StructType SCHEMA =
        new StructType(
            Arrays.stream(CONTRACT.schema().fields()).skip(2).toArray(StructField[]::new));

    private final Map<String, Object> values = new java.util.HashMap<>();

    Entry(String kind, long number, Instant at) {
      with(KIND, kind);
      with(NUMBER, number);
      with(AT, java.sql.Timestamp.from(at));
      cost(PrivacyCost.NONE);
    }

    Entry cost(PrivacyCost cost) {
      return with(EPSILON, cost.epsilon())
          .with(DELTA, cost.delta())
          .with(RHO, cost.rho())
          .with(RHO_DELTA, cost.rhoDelta());
    }

    Entry with(Field field, Object value) {
      values.put(field.name(), value);
      return this;
    }

    Row row() {
      return RowFactory.create(
          Arrays.stream(SCHEMA.fieldNames()).map(values::get).toArray(Object[]::new));
    }
  }
}
