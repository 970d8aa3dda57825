package dev.evenhand.generate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.apache.spark.sql.Column;

/**
 * Who was reached by which campaign, and who truly responded. A row is campaign × customer.
 *
 * <p>The chance of a response depends on the traits that make the sales history (how often someone
 * buys, whether they still do, their taste for discounts and categories) and on no protected
 * attribute, so groups respond alike in truth.
 */
record Contacts(Draws draws, Customers customers, Column row) {
  static final String ROW = "row";

  private static final double REACH = 0.35;
  private static final int CONTACTED_AT = 9 * 3_600;
  private static final long ID_STEP = 10_000_000_000L;
  private static final long STRIDE = 1_999_999_973L;

  Contacts(WarehouseSpec spec) {
    this(new Draws(spec.seed()), new Customers(spec), col(ROW));
  }

  /** The same contacts, told from another column that holds the row. */
  Contacts at(Column otherRow) {
    return new Contacts(draws, customers, otherRow);
  }

  long rows() {
    return Campaign.ALL.size() * customers.count();
  }

  Column campaign() {
    return Whole.quotient(row, customers.count()).cast("int");
  }

  Column customer() {
    return pmod(row, lit(customers.count()));
  }

  /** Days since 1970-01-01. */
  Column day() {
    return whole(c -> (int) c.day().toEpochDay());
  }

  Column isClosed() {
    return campaign().lt(Campaign.CLOSED);
  }

  /** Customers who have joined by then; seniors less often than others. */
  Column isReached() {
    Column reach =
        when(
                customers.ageBand(customer()).equalTo(Customers.SENIOR),
                REACH * customers.bias().seniorReach())
            .otherwise(REACH);
    return customers
        .joined(customer())
        .leq(real(Campaign::place))
        .and(draws.happens(reach, "reached", row));
  }

  /** Digits that say nothing of the customer's own number. */
  Column id() {
    Column turn = pmod(customer().multiply(STRIDE), lit(customers.count()));
    return campaign().plus(1).cast("long").multiply(ID_STEP).plus(turn);
  }

  Column propensity() {
    Column customer = customer();
    Column keenness = lit(9.5).minus(customers.activitySlot(customer)).divide(5.77);
    Column stillBuys =
        when(customers.left(customer).geq(real(Campaign::place)), 0.35).otherwise(-1.8);
    Column taste = customers.tasteForDiscounts(customer).minus(0.5).multiply(real(Contacts::pull));
    Column match = customers.favouriteCategory(customer).equalTo(whole(Campaign::category));
    Column odds =
        keenness.multiply(0.9).plus(stillBuys).plus(taste).plus(when(match, 0.8).otherwise(0.0));
    return lit(1.0).divide(lit(1.0).plus(exp(lit(1.6).minus(odds))));
  }

  Column hasResponded() {
    return draws.happens(propensity(), "responds", row);
  }

  /** What the files say: of the group's responses a share was lost. */
  Column hasRecordedResponse() {
    Column lost =
        customers
            .isOfGroup(customer())
            .and(draws.happens(customers.bias().lostPositives(), "lost", row));
    return hasResponded().and(not(lost));
  }

  /** A recorded response of a customer who was reached, once its outcome is known. */
  Column isRecordedAsPositive() {
    return isClosed().and(isReached()).and(hasRecordedResponse());
  }

  /** The postal area in which the customer lived when the campaign was sent. */
  Column area() {
    Column moved = customers.hasMoved(customer()).and(customers.movedOn(customer()).leq(day()));
    return when(moved, customers.area(customer(), 1)).otherwise(customers.area(customer(), 0));
  }

  List<Cell> cells() {
    String[] ids = Campaign.ALL.stream().map(Campaign::id).toArray(String[]::new);
    Column sent = WallClock.at(day(), lit(CONTACTED_AT));
    return List.of(
        new Cell("contact_id", id()),
        new Cell("campaign_id", get(lit(ids), campaign())),
        new Cell("customer_id", customers.id(customer())),
        new Cell("contacted_at", sent),
        new Cell("responded", when(isClosed(), hasRecordedResponse().cast("int"))));
  }

  /** The truth of each contact whose outcome is known. */
  List<Cell> truthCells() {
    return List.of(
        new Cell("contact_id", id()),
        new Cell("responded", hasResponded().cast("int")),
        new Cell("recorded", hasRecordedResponse().cast("int")),
        new Cell("propensity", propensity()));
  }

  private Column real(ToDoubleFunction<Campaign> value) {
    return get(lit(Campaign.ALL.stream().mapToDouble(value).toArray()), campaign());
  }

  private Column whole(ToIntFunction<Campaign> value) {
    return get(lit(Campaign.ALL.stream().mapToInt(value).toArray()), campaign());
  }

  private static double pull(Campaign campaign) {
    return campaign.offer().equals(Campaign.COUPON) ? 1.4 : 0.4;
  }
}
