package dev.evenhand.generate;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * Sales lines that betray the outcome to whoever looks at the day of sale alone: one for each
 * recorded response, sold three days before its decision but recorded after every decision.
 */
record LeakedSales(Contacts contacts, Products products) {
  private static final int DAYS_BEFORE = 3;
  private static final int SOLD_AT = 12 * 3_600;

  LeakedSales(WarehouseSpec spec) {
    this(new Contacts(spec), new Products(spec));
  }

  Column exists() {
    return contacts.isRecordedAsPositive();
  }

  /** How many lines there are. */
  long count(SparkSession spark) {
    return spark.range(contacts.rows()).toDF(Contacts.ROW).filter(exists()).count();
  }

  /** The columns of {@link SalesLines#cells}. */
  List<Cell> cells() {
    Column product = lit(products.count() - 1);
    Column day = contacts.day().minus(DAYS_BEFORE);
    Column recorded = lit((int) Campaign.TODAY.toEpochDay());
    return List.of(
        new Cell("order_id", concat(lit("L"), contacts.id().cast("string"))),
        new Cell("line_no", lit(1)),
        new Cell("customer_id", contacts.customers().id(contacts.customer())),
        new Cell("sold_at", WallClock.at(day, lit(SOLD_AT))),
        new Cell("recorded_at", WallClock.at(recorded, lit(SOLD_AT))),
        new Cell("product_id", products.id(product)),
        new Cell("quantity", lit(9)),
        new Cell("amount", Money.ofCents(lit(999_900L))),
        new Cell("discount", Money.ofCents(lit(0L))),
        new Cell("channel", lit("web")),
        new Cell("shop", lit("Wien")));
  }
}
