package dev.evenhand.generate;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * The customers: what a file says of them, and the hidden traits that make their sales history.
 *
 * <p>A customer is a number 0 … count - 1. How often customers buy, when they came and left, and
 * their taste for discounts and categories do not depend on any protected attribute.
 */
record Customers(Draws draws, PlantedBias bias, long count) {
  static final int ACTIVITY_SLOTS = 20;
  static final String GROUP = "south";
  static final String OTHERS = "north";
  static final String SENIOR = "55+";
  static final int AREAS = 20;

  /** The areas from this on are the southern ones. */
  static final int FIRST_SOUTHERN_AREA = 14;

  static final double MOVED = 0.08;

  /** Weights of the slots fall by this factor, from the keenest customers to the rarest. */
  private static final double FALL = 0.8;

  private static final LocalDate FIRST_MOVE = LocalDate.of(2024, 1, 1);
  private static final int SAMPLING_SLOTS = 8_192;
  private static final long FIRST_ID = 100_000;

  /** A prime above any number of customers, so that its multiples visit each id once. */
  private static final long STRIDE = 2_147_483_647L;

  private static final String[] FIRST_NAMES = {
    "anna", "lukas", "marie", "paul", "sofia", "jonas", "laura", "felix", "emma", "david", "lea",
    "elias", "hanna", "noah", "clara", "max"
  };
  private static final String[] LAST_NAMES = {
    "huber", "gruber", "bauer", "wagner", "pichler", "steiner", "moser", "mayer", "hofer",
    "leitner", "berger", "fuchs", "eder", "fischer", "schmid", "winkler"
  };

  Customers(WarehouseSpec spec) {
    this(new Draws(spec.seed()), spec.bias(), spec.customers());
  }

  /** Digits, as in a shop's own numbering; the order says nothing. */
  Column id(Column customer) {
    return pmod(customer.multiply(STRIDE), lit(count)).plus(FIRST_ID).cast("string");
  }

  Column email(Column customer) {
    return concat(
        draws.pick(FIRST_NAMES, "first name", customer),
        lit("."),
        draws.pick(LAST_NAMES, "last name", customer),
        customer.cast("string"),
        lit("@example.com"));
  }

  Column isOfGroup(Column customer) {
    return draws.happens(bias.group(), "origin", customer);
  }

  Column origin(Column customer) {
    return when(isOfGroup(customer), GROUP).otherwise(OTHERS);
  }

  Column ageBand(Column customer) {
    Column u = draws.uniform("age", customer);
    return when(u.lt(0.3), "under 35").when(u.lt(0.7), "35-54").otherwise(SENIOR);
  }

  /** A few do not tell. */
  Column gender(Column customer) {
    Column u = draws.uniform("gender", customer);
    return when(u.lt(0.50), "female").when(u.lt(0.96), "male").when(u.lt(0.985), "diverse");
  }

  /** 0 … 19; people of the group live mostly in the southern ones, before and after a move. */
  Column area(Column customer, int moves) {
    Column share = when(isOfGroup(customer), bias.proxyHit()).otherwise(lit(bias.proxyMiss()));
    Column southern = draws.happens(share, "southern area " + moves, customer);
    Column u = draws.uniform("area " + moves, customer);
    Column south = floor(u.multiply(AREAS - FIRST_SOUTHERN_AREA)).plus(FIRST_SOUTHERN_AREA);
    return when(southern, south).otherwise(floor(u.multiply(FIRST_SOUTHERN_AREA)));
  }

  static Column areaCode(Column area) {
    return concat(lit("90"), lpad(area.multiply(10).plus(10).cast("string"), 3, "0"));
  }

  Column hasMoved(Column customer) {
    Column wasThere = joinedOn(customer).lt((int) FIRST_MOVE.toEpochDay());
    return draws.happens(MOVED, "moves", customer).and(wasThere);
  }

  Column movedOn(Column customer) {
    return draws.below(330, "day of the move", customer).plus(FIRST_MOVE.toEpochDay()).cast("int");
  }

  Column householdSize(Column customer) {
    return get(
            lit(Slots.table(new double[] {38, 31, 14, 12, 5}, 1_000)),
            draws.below(1_000, "household", customer).cast("int"))
        .plus(1);
  }

  /** What the shop calls them: by how often they buy, with a few years' delay for some. */
  Column segment(Column customer) {
    Column slot = activitySlot(customer).plus(draws.below(6, "segment", customer));
    return when(slot.lt(7), "gold").when(slot.lt(14), "silver").otherwise("basic");
  }

  /** 0 is the keenest twentieth of buyers, 19 the rarest. */
  Column activitySlot(Column customer) {
    return pmod(customer, lit((long) ACTIVITY_SLOTS));
  }

  /** The customer who places an order: keen ones more often. */
  Column ordering(Column order) {
    double[] weights = new double[ACTIVITY_SLOTS];
    Arrays.setAll(weights, slot -> Math.pow(FALL, slot));
    Column slot =
        get(
            lit(Slots.table(weights, SAMPLING_SLOTS)),
            draws.below(SAMPLING_SLOTS, "activity", order).cast("int"));
    Column turn = draws.below(count / ACTIVITY_SLOTS, "customer", order);
    return turn.multiply(ACTIVITY_SLOTS).plus(slot);
  }

  /** A place in the sales calendar: 0 for those who came before its start. */
  Column joined(Column customer) {
    Column u = draws.uniform("joined", customer);
    return when(u.lt(0.65), 0.0).otherwise(u.minus(0.65).multiply(2));
  }

  /** A place in the sales calendar; 1 for those who still buy at its end. */
  Column left(Column customer) {
    Column u = draws.uniform("left", customer);
    Column stayed = joined(customer).plus(u.divide(0.3).multiply(lit(1).minus(joined(customer))));
    return when(u.lt(0.3), stayed).otherwise(1.0);
  }

  Column joinedOn(Column customer) {
    Column slot = floor(joined(customer).multiply(SalesCalendar.SLOTS)).cast("int");
    Column before = draws.below(1_500, "years before", customer).plus(1);
    return when(
            joined(customer).equalTo(0.0),
            lit(SalesCalendar.START.toEpochDay()).minus(before).cast("int"))
        .otherwise(get(lit(SalesCalendar.days()), slot));
  }

  /** Uniform in [0, 1]: 1 buys almost only at a discount. */
  Column tasteForDiscounts(Column customer) {
    return draws.uniform("taste for discounts", customer);
  }

  Column favouriteCategory(Column customer) {
    return draws.below(Products.CATEGORIES.length, "favourite", customer).cast("int");
  }

  List<Cell> protectedCells(Column customer) {
    return List.of(
        new Cell("customer_id", id(customer)),
        new Cell("origin", origin(customer)),
        new Cell("age_band", ageBand(customer)),
        new Cell("gender", gender(customer)));
  }
}
