package dev.evenhand.release;

import static dev.evenhand.lake.table.PrivacyLedger.ACCOUNTING;
import static dev.evenhand.lake.table.PrivacyLedger.AUTHOR;
import static dev.evenhand.lake.table.PrivacyLedger.CONTRACT;
import static dev.evenhand.lake.table.PrivacyLedger.MECHANISM;
import static dev.evenhand.lake.table.PrivacyLedger.PLACE;
import static dev.evenhand.lake.table.PrivacyLedger.PURPOSE;
import static dev.evenhand.lake.table.PrivacyLedger.REQUEST;
import static dev.evenhand.lake.table.PrivacyLedger.SOURCE;
import static dev.evenhand.lake.table.PrivacyLedger.SOURCE_VERSION;
import static dev.evenhand.lake.table.PrivacyLedger.SUBJECT_UNIT;

import dev.evenhand.base.DataProblem;
import dev.evenhand.dp.Accounting;
import dev.evenhand.dp.PrivacyBudget;
import dev.evenhand.dp.PrivacyCost;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.PrivacyLedger;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

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
    return lake.exists(CONTRACT) ? Standing.of(lake.read(CONTRACT)) : Standing.NOTHING;
  }

  /**
   * Sets what all releases together may spend, those of the past included.
   *
   * @param author who decides so, and says why in {@code purpose}
   */
  public void set(PrivacyBudget budget, String author, String purpose, RunScope scope, Instant at) {
    PrivacyCost cost =
        new PrivacyCost(budget.epsilon(), budget.delta(), BigDecimal.ZERO, BigDecimal.ZERO);
    String accounting = budget.accounting().name().toLowerCase(Locale.ROOT);
    append(
        scope,
        before -> {
          requireSameAccounting(before, budget.accounting());
          return new LedgerEntry(PrivacyLedger.BUDGET, before.entries() + 1, at)
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
              .formatted(before.budget().get().accounting().name().toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Spends, or throws and spends nothing.
   *
   * @throws BudgetSpent if too little is left
   */
  public void charge(Charge charge, RunScope scope, Instant at) {
    if (!lake.exists(CONTRACT)) {
      requireBudget(Standing.NOTHING); // leaves no empty table behind
    }
    append(scope, before -> entry(before, charge, at));
  }

  LedgerEntry entry(Standing before, Charge charge, Instant at) {
    requireAllowed(before, charge.cost());
    return new LedgerEntry(PrivacyLedger.CHARGE, before.entries() + 1, at)
        .cost(charge.cost())
        .with(PURPOSE, charge.purpose())
        .with(MECHANISM, charge.mechanism())
        .with(SOURCE, charge.source())
        .with(SOURCE_VERSION, charge.sourceVersion())
        .with(SUBJECT_UNIT, charge.subjectUnit())
        .with(REQUEST, charge.request());
  }

  /** Notes that the figures of a charge, which has the same run id, lie at a place. */
  public void published(String place, RunScope scope, Instant at) {
    append(
        scope,
        before ->
            new LedgerEntry(PrivacyLedger.PUBLICATION, before.entries() + 1, at)
                .with(PLACE, place));
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

  private void append(RunScope scope, Function<Standing, LedgerEntry> entry) {
    try (Lease lease = Lease.acquire(lake, LEASE, patience)) {
      appendUnguarded(scope, entry);
    }
  }

  /** The commit alone keeps writers apart; the lease spares them from trying in vain. */
  void appendUnguarded(RunScope scope, Function<Standing, LedgerEntry> entry) {
    lake.appendAfterReading(
        CONTRACT,
        scope,
        there ->
            there
                .sparkSession()
                .createDataFrame(
                    List.of(entry.apply(Standing.of(there)).row()), CONTRACT.columns()));
  }
}
