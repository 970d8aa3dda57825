package dev.evenhand.generate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * The consent ledger: a customer grants campaign targeting when joining or never, some withdraw
 * during 2024, some of these grant it again. A row is customer × kind of entry.
 */
record Consents(Draws draws, Customers customers) {
  static final String ROW = "row";
  static final String PURPOSE = "campaign-targeting";

  private static final String[] KINDS = {"grant", "withdrawal", "second grant", "statistics"};
  private static final int GRANT = 0;
  private static final int WITHDRAWAL = 1;
  private static final int SECOND_GRANT = 2;
  private static final int STATISTICS = 3;
  private static final long FIRST_WITHDRAWAL = LocalDate.of(2024, 1, 10).toEpochDay();

  Consents(WarehouseSpec spec) {
    this(new Draws(spec.seed()), new Customers(spec));
  }

  long rows() {
    return KINDS.length * customers.count();
  }

  /** Whether the ledger holds an entry of the row's kind. */
  Column exists() {
    Column customer = customer();
    return when(kind().equalTo(GRANT), isGranted(customer))
        .when(kind().equalTo(WITHDRAWAL), isWithdrawn(customer))
        .when(kind().equalTo(SECOND_GRANT), isRegranted(customer))
        .otherwise(draws.happens(0.95, "statistics", customer));
  }

  Column isGranted(Column customer) {
    PlantedBias bias = customers.bias();
    Column share =
        when(customers.isOfGroup(customer), bias.consentGroup()).otherwise(bias.consentOthers());
    return draws.happens(share, "grants", customer);
  }

  /** In force once every entry is known. */
  Column isConsentedAtLast(Column customer) {
    return isGranted(customer).and(not(isWithdrawn(customer)).or(isRegranted(customer)));
  }

  /** A withdrawal on or before the day, with no second grant on or before it. */
  Column isWithdrawnBy(Column customer, Column epochDay) {
    Column again = isRegranted(customer).and(regrantedOn(customer).leq(epochDay));
    return isWithdrawn(customer).and(withdrawnOn(customer).leq(epochDay)).and(not(again));
  }

  List<Cell> cells() {
    Column delay = draws.below(4, "days until recorded", col(ROW)).cast("int");
    Column isWithdrawal = kind().equalTo(WITHDRAWAL);
    return List.of(
        new Cell("customer_id", customers.id(customer())),
        new Cell("purpose", when(kind().equalTo(STATISTICS), "statistics").otherwise(PURPOSE)),
        new Cell("status", when(isWithdrawal, "withdrawn").otherwise("granted")),
        new Cell("valid_from", WallClock.day(validFrom())),
        new Cell("recorded_at", WallClock.at(validFrom().plus(delay), lit(10 * 3_600))),
        new Cell("lawful_basis", lit("consent")),
        new Cell(
            "source",
            concat(
                draws.pick(new String[] {"web", "app", "letter"}, "source", col(ROW)),
                lit(" form"))));
  }

  private Column validFrom() {
    Column customer = customer();
    return when(kind().equalTo(WITHDRAWAL), withdrawnOn(customer))
        .when(kind().equalTo(SECOND_GRANT), regrantedOn(customer))
        .otherwise(customers.joinedOn(customer));
  }

  private Column isWithdrawn(Column customer) {
    return isGranted(customer)
        .and(draws.happens(customers.bias().withdrawn(), "withdraws", customer))
        .and(customers.joinedOn(customer).lt(FIRST_WITHDRAWAL));
  }

  private Column isRegranted(Column customer) {
    return isWithdrawn(customer)
        .and(draws.happens(customers.bias().regranted(), "grants again", customer));
  }

  private Column withdrawnOn(Column customer) {
    return draws.below(260, "day of withdrawal", customer).plus(FIRST_WITHDRAWAL).cast("int");
  }

  private Column regrantedOn(Column customer) {
    return withdrawnOn(customer)
        .plus(draws.below(60, "day of second grant", customer).cast("int"))
        .plus(20);
  }

  private Column kind() {
    return pmod(col(ROW), lit((long) KINDS.length)).cast("int");
  }

  private Column customer() {
    return Whole.quotient(col(ROW), KINDS.length);
  }
}
