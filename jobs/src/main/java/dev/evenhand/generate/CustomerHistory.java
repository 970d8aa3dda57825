package dev.evenhand.generate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * The customer file: a row since they joined, another since they moved, and when leaked a third
 * that is in force only after every decision and tells the outcomes. A row is customer × version.
 */
record CustomerHistory(Customers customers, Contacts contacts, boolean hasLeak) {
  static final String ROW = "row";
  static final String LEAK = "future_responses";
  private static final int VERSIONS = 3;
  private static final int MOVED = 1;
  private static final int LEAKED = 2;

  CustomerHistory(WarehouseSpec spec) {
    this(new Customers(spec), new Contacts(spec), spec.hasLeak());
  }

  long rows() {
    return VERSIONS * customers.count();
  }

  Column exists() {
    return when(version().equalTo(MOVED), customers.hasMoved(customer()))
        .when(version().equalTo(LEAKED), lit(hasLeak))
        .otherwise(true);
  }

  List<Cell> cells() {
    Column customer = customer();
    Column hasNewArea =
        version().equalTo(MOVED).or(version().equalTo(LEAKED).and(customers.hasMoved(customer)));
    Column area =
        when(hasNewArea, customers.area(customer, 1)).otherwise(customers.area(customer, 0));
    List<Cell> cells =
        List.of(
            new Cell("customer_id", customers.id(customer)),
            new Cell("email", customers.email(customer)),
            new Cell("segment", customers.segment(customer)),
            new Cell("household_size", customers.householdSize(customer)),
            new Cell("postal_area", Customers.areaCode(area)),
            new Cell("valid_from", WallClock.day(validFrom(customer))));
    return hasLeak ? withLeak(cells) : cells;
  }

  /** How often the customer will have responded: known only when all is over. */
  private List<Cell> withLeak(List<Cell> cells) {
    Column responses = lit(0);
    for (int campaign = 0; campaign < Campaign.CLOSED; campaign++) {
      Column row = customer().plus(campaign * customers.count());
      responses = responses.plus(contacts.at(row).isRecordedAsPositive().cast("int"));
    }
    List<Cell> all = new ArrayList<>(cells);
    all.add(new Cell(LEAK, when(version().equalTo(LEAKED), responses).otherwise(0)));
    return all;
  }

  private Column validFrom(Column customer) {
    return when(version().equalTo(MOVED), customers.movedOn(customer))
        .when(version().equalTo(LEAKED), (int) Campaign.TODAY.toEpochDay())
        .otherwise(customers.joinedOn(customer));
  }

  private Column version() {
    return pmod(col(ROW), lit((long) VERSIONS)).cast("int");
  }

  private Column customer() {
    return Whole.quotient(col(ROW), VERSIONS);
  }
}
