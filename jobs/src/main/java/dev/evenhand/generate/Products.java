package dev.evenhand.generate;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;

/** The products: as many in each category, a few of which sell most. */
record Products(Draws draws, long inCategory) {
  static final String[] CATEGORIES = {
    "groceries", "drinks", "household", "garden", "toys", "books",
    "sports", "kitchen", "clothing", "shoes", "beauty", "electronics"
  };

  private static final long[] TYPICAL_CENTS = {
    290, 350, 690, 1490, 1790, 1290, 3490, 2490, 2990, 5990, 1190, 8990
  };
  private static final String[] KINDS = {
    "Basic", "Comfort", "Classic", "Premium", "Natur", "Family", "Grün", "Travel"
  };

  /** Zipf's law: the weight of the category of rank r is 1 / r, in slots of a table. */
  private static final int CATEGORY_SLOTS = 4_096;

  Products(WarehouseSpec spec) {
    this(new Draws(spec.seed()), spec.productsACategory());
  }

  long count() {
    return CATEGORIES.length * inCategory;
  }

  /** An order line's product: its customer's favourite category in a half of the cases. */
  Column bought(Column favourite, Column line) {
    Column popular =
        get(lit(categoryTable()), draws.below(CATEGORY_SLOTS, "category", line).cast("int"));
    Column category =
        when(draws.happens(0.5, "buys the favourite category", line), favourite).otherwise(popular);
    Column u = draws.uniform("product", line);
    Column rank = floor(u.multiply(u).multiply(u).multiply(inCategory));
    return category.cast("long").multiply(inCategory).plus(rank);
  }

  Column priceCents(Column product) {
    Column typical = get(lit(TYPICAL_CENTS), category(product));
    Column percent = draws.below(160, "price", product).plus(40);
    return Whole.quotient(typical.multiply(percent), 100);
  }

  /** Category and rank in it: P0300017 is the 18th of the fourth category. */
  Column id(Column product) {
    Column number = category(product).cast("long").multiply(100_000).plus(rank(product));
    return concat(lit("P"), lpad(number.cast("string"), 7, "0"));
  }

  List<Cell> cells(Column product) {
    return List.of(
        new Cell("product_id", id(product)),
        new Cell("name", name(product)),
        new Cell("category", get(lit(CATEGORIES), category(product))),
        new Cell("price", Money.ofCents(priceCents(product))));
  }

  private Column name(Column product) {
    return concat(
        draws.pick(KINDS, "kind", product),
        lit(" "),
        get(lit(CATEGORIES), category(product)),
        lit(" "),
        rank(product).plus(1).cast("string"));
  }

  private Column rank(Column product) {
    return pmod(product, lit(inCategory));
  }

  private Column category(Column product) {
    return Whole.quotient(product, inCategory).cast("int");
  }

  private static int[] categoryTable() {
    double[] weights = new double[CATEGORIES.length];
    Arrays.setAll(weights, rank -> 1.0 / (rank + 1));
    return Slots.table(weights, CATEGORY_SLOTS);
  }
}
