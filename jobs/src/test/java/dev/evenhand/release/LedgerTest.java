package dev.evenhand.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.SideBySide;
import dev.evenhand.dp.Accounting;
import dev.evenhand.dp.PrivacyBudget;
import dev.evenhand.dp.PrivacyCost;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.PrivacyLedger;
import dev.evenhand.support.Spark;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");
  private static final RunScope SCOPE = new RunScope("demo", "p1");

  private final String root = Spark.temporary("ledger").toString();
  private final Lake lake = new Lake(Spark.session(), root);
  private final Ledger ledger = new Ledger(lake, Duration.ofMinutes(5));

  @Test
  void whatIsSpentIsSpent() {
    set("1", "0", Accounting.PURE);
    ledger.charge(charge("0.9"), SCOPE, AT);
    assertThatThrownBy(() -> ledger.charge(charge("0.3"), SCOPE, AT))
        .isInstanceOf(BudgetSpent.class)
        .hasMessageContaining("does not allow epsilon 0.3, delta 0 more")
        .hasMessageContaining("epsilon 0.9 of 1 spent");
    ledger.charge(charge("0.1"), SCOPE, AT);
    assertThat(ledger.standing().allows(charge("1e-20").cost())).isFalse();
    set("1.5", "0", Accounting.PURE);
    ledger.charge(charge("0.5"), SCOPE, AT);
    assertThat(ledger.standing().line())
        .isEqualTo("epsilon 1.5 of 1.5 spent, delta 0 of 0, pure accounting, 3 releases");
    ledger.published("/out", SCOPE, AT);
    assertThat(lake.read(PrivacyLedger.CONTRACT).filter("kind = 'publication'").count()).isOne();
    assertThat(ledger.standing().charges()).isEqualTo(3);
  }

  @Test
  void nothingIsReleasedWithoutABudget() {
    assertThatThrownBy(() -> ledger.charge(charge("0.3"), SCOPE, AT))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("has no privacy budget")
        .hasMessageContaining("evenhand budget");
    assertThat(lake.exists(PrivacyLedger.CONTRACT)).isFalse();
    set("0", "0", Accounting.PURE);
    assertThatThrownBy(() -> ledger.charge(charge("0.3"), SCOPE, AT))
        .isInstanceOf(BudgetSpent.class);
  }

  @Test
  void theWayOfAccountingStaysOnceThereAreCharges() {
    set("1", "1e-6", Accounting.PURE);
    set("1", "1e-6", Accounting.ZCDP);
    ledger.charge(charge("0.1"), SCOPE, AT);
    assertThatThrownBy(() -> set("9", "1e-6", Accounting.PURE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("kept by zcdp accounting");
  }

  @Test
  void underZcdpManySmallReleasesFit() {
    set("1", "1e-6", Accounting.ZCDP);
    PrivacyCost forty = PrivacyCost.NONE;
    for (int i = 0; i < 40; i++) {
      forty = forty.plus(charge("0.03").cost());
    }
    assertThat(ledger.standing().allows(forty)).isTrue(); // ρ = 0.018: ε = 0.84
    assertThat(ledger.standing().allows(forty.plus(forty))).isFalse();
  }

  @Test
  void eightWritersNeverOverspend() {
    set("0.6", "0", Accounting.PURE);
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      boolean isGuarded = i % 2 == 0; // half of them rely on the commit alone
      RunScope scope = new RunScope("pipeline" + i % 3, "p" + i);
      writers.add(() -> spend(isGuarded, scope));
    }
    List<Integer> charged = SideBySide.of(8, writers);
    assertThat(charged.stream().mapToInt(each -> each).sum()).isEqualTo(6);
    Standing standing = ledger.standing();
    assertThat(standing.spent().epsilon()).isEqualByComparingTo("0.6");
    assertThat(standing.charges()).isEqualTo(6);
    assertThat(
            lake.read(PrivacyLedger.CONTRACT).select("number").as(Encoders.LONG()).collectAsList())
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 7).boxed().toList());
  }

  /** Two releases of a tenth each; how many were charged. */
  private int spend(boolean isGuarded, RunScope scope) {
    Ledger own = new Ledger(new Lake(Spark.session(), root), Duration.ofMinutes(5));
    int charged = 0;
    for (int i = 0; i < 2; i++) {
      try {
        if (isGuarded) {
          own.charge(charge("0.1"), scope, AT);
        } else {
          own.appendUnguarded(scope, before -> own.entry(before, charge("0.1"), AT));
        }
        charged++;
      } catch (BudgetSpent e) {
        assertThat(e).hasMessageContaining("does not allow epsilon 0.1");
      }
    }
    return charged;
  }

  private void set(String epsilon, String delta, Accounting accounting) {
    PrivacyBudget budget =
        new PrivacyBudget(new BigDecimal(epsilon), new BigDecimal(delta), accounting);
    ledger.set(budget, "officer", "the year", SCOPE, AT);
  }

  private static Charge charge(String epsilon) {
    return new Charge(
        PrivacyCost.pure(new BigDecimal(epsilon)),
        "dashboard",
        "LAPLACE",
        "gold.scores",
        3L,
        "subject_key",
        "{}");
  }
}
