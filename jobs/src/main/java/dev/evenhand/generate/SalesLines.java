package dev.evenhand.generate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The sales lines: a row's number is its order, customer, day, product and price. */
record SalesLines(Draws draws, Customers customers, Products products) {
  static final String LINE = "line";

  /** Where the order begins that the line at each place of a block of six belongs to. */
  private static final int BLOCK = 6;

  private static final int[][] ORDERS = {
    {0, 1, 1, 3, 3, 3}, {0, 0, 0, 0, 4, 4}, {0, 1, 2, 2, 2, 5}, {0, 0, 2, 2, 4, 4},
    {0, 1, 1, 1, 1, 1}, {0, 1, 2, 3, 4, 4}, {0, 0, 0, 3, 4, 4}, {0, 0, 0, 0, 0, 0}
  };
  private static final String[] SHOPS = {
    "München", "Köln", "Zürich", "Graz", "Linz", "Wien", "Salzburg", "Düsseldorf"
  };
  private static final int[] QUANTITIES = {1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 6};
  private static final int[] DISCOUNT_PERCENTS = {10, 10, 15, 20, 20, 25, 30, 50};
  private static final long OPENING = 8 * 3_600;
  private static final long OPEN_SECONDS = 12 * 3_600;
  private static final int NIGHTLY_LOAD = 2 * 3_600;

  /** Of the orders, how many are recorded one to twenty days late. */
  static final double LATE = 0.03;

  SalesLines(WarehouseSpec spec) {
    this(new Draws(spec.seed()), new Customers(spec), new Products(spec));
  }

  /** Adds to rows with a line number what the cells are made of. */
  Dataset<Row> reckoned(Dataset<Row> lines) {
    Column line = col(LINE);
    Column order = col("order");
    Column customer = col("customer");
    return lines
        .withColumn("order", order(line))
        .withColumn("customer", customers.ordering(order))
        .withColumns(
            Map.of(
                "day", day(order, customer),
                "product", products.bought(customers.favouriteCategory(customer), line),
                "sold_second", draws.below(OPEN_SECONDS, "time", order).plus(OPENING).cast("int"),
                "quantity", draws.pick(QUANTITIES, "quantity", line),
                "channel", channel(order)))
        .withColumn("price_cents", products.priceCents(col("product")).multiply(col("quantity")))
        .withColumn("discount_cents", discountCents(customer, order, line))
        .withColumn("paid_cents", col("price_cents").minus(col("discount_cents")));
  }

  /** The columns of a sales file; times are on the shops' wall clock. */
  List<Cell> cells() {
    Column order = col("order");
    Column isByPhone = col("channel").equalTo("phone");
    Column sold = WallClock.at(col("day"), col("sold_second"));
    return List.of(
        new Cell("order_id", concat(lit("R"), order.cast("string"))),
        new Cell("line_no", col(LINE).minus(order).plus(1), "INT"),
        new Cell(
            "customer_id",
            concat(customers.id(col("customer")), when(isByPhone, ".0").otherwise(""))),
        new Cell("sold_at", sold, "TIMESTAMP_NTZ"),
        new Cell(
            "recorded_at", WallClock.at(recordedDay(order), lit(NIGHTLY_LOAD)), "TIMESTAMP_NTZ"),
        new Cell("product_id", products.id(col("product"))),
        new Cell("quantity", col("quantity"), "INT"),
        new Cell("amount", Money.ofCents(col("paid_cents")), "DECIMAL(10,2)"),
        new Cell("discount", Money.ofCents(col("discount_cents")), "DECIMAL(10,2)"),
        new Cell("channel", col("channel")),
        new Cell("shop", draws.pick(SHOPS, "shop", order)));
  }

  private Column order(Column line) {
    Column block = Whole.quotient(line, BLOCK);
    int[] starts = Arrays.stream(ORDERS).flatMapToInt(Arrays::stream).toArray();
    Column place =
        draws
            .below(ORDERS.length, "orders", block)
            .multiply(BLOCK)
            .plus(pmod(line, lit((long) BLOCK)));
    return block.multiply(BLOCK).plus(get(lit(starts), place.cast("int")));
  }

  /** Somewhere in the time in which the customer buys. */
  private Column day(Column order, Column customer) {
    Column joined = customers.joined(customer);
    Column span = customers.left(customer).minus(joined);
    Column slot = joined.plus(draws.uniform("day", order).multiply(span));
    Column last = lit(SalesCalendar.SLOTS - 1);
    return get(
        lit(SalesCalendar.days()),
        least(floor(slot.multiply(SalesCalendar.SLOTS)).cast("int"), last));
  }

  private Column channel(Column order) {
    Column u = draws.uniform("channel", order);
    return when(u.lt(0.45), "shop")
        .when(u.lt(0.80), "web")
        .when(u.lt(0.97), "app")
        .otherwise("phone");
  }

  private Column discountCents(Column customer, Column order, Column line) {
    Column chance = customers.tasteForDiscounts(customer).multiply(0.7).plus(0.05);
    Column percent = draws.pick(DISCOUNT_PERCENTS, "discount", line);
    Column cents = Whole.quotient(col("price_cents").multiply(percent), 100);
    return when(draws.happens(chance, "buys at a discount", order), cents).otherwise(0L);
  }

  /** The night after, or late by days. */
  private Column recordedDay(Column order) {
    Column lateDays = draws.below(20, "days late", order).plus(1);
    Column isLate = draws.happens(LATE, "late", order);
    return col("day").plus(1).plus(when(isLate, lateDays).otherwise(0L));
  }
}
