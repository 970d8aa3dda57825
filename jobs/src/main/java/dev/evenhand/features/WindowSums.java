package dev.evenhand.features;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.Sales;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * The aggregates of a decision's sales lines from which every window's features follow.
 *
 * <p>Sums are LONG and kept for each window; the distinct orders, products, categories and moments
 * are kept once, each with the shortest window that saw it, and counted by window afterwards: a
 * distinct count for each window would multiply the rows.
 */
record WindowSums(List<Integer> windowDays, List<String> topCategories) {
  private static final String ORDERS = "_orders";
  private static final String PRODUCTS = "_products";
  private static final String CATEGORIES = "_categories";
  private static final String MOMENTS = "_moments";
  private static final String VALUE = "value";

  List<Column> aggregates() {
    Column order = coalesce(Sales.ORDER_ID.column(), col(SalesBefore.SOLD_MICROS).cast("string"));
    List<Column> all =
        new ArrayList<>(
            List.of(
                seen(order).as(ORDERS),
                seen(Sales.PRODUCT_ID.column()).as(PRODUCTS),
                seen(Sales.CATEGORY.column()).as(CATEGORIES),
                seen(col(SalesBefore.SOLD_MICROS)).as(MOMENTS)));
    for (int window = 0; window < windowDays.size(); window++) {
      all.add(total(window, SalesBefore.AMOUNT_UNITS, lit(true)));
      all.add(total(window, SalesBefore.DISCOUNT_UNITS, lit(true)));
      all.add(total(window, SalesBefore.QUANTITY_UNITS, lit(true)));
      all.add(bought(window, lit(true)).as(boughtName(window)));
      for (int rank = 0; rank < topCategories.size(); rank++) {
        Column isIt = Sales.CATEGORY.column().equalTo(topCategories.get(rank));
        all.add(bought(window, isIt).as(categoryName(window, rank)));
      }
    }
    return all;
  }

  /** Distinct orders with a purchase. */
  Column orders(int window) {
    return distinct(ORDERS, window);
  }

  Column products(int window) {
    return distinct(PRODUCTS, window);
  }

  Column categories(int window) {
    return distinct(CATEGORIES, window);
  }

  /** Distinct moments of purchases in ascending order, microseconds since 1970. */
  Column moments(int window) {
    return array_sort(values(MOMENTS, window));
  }

  /** Ten-thousandths; null without lines, or where no line has a value. */
  Column sumOf(int window, String units) {
    return col(units + window);
  }

  /** The amount of purchases, returns left out. */
  Column bought(int window) {
    return col(boughtName(window));
  }

  Column boughtOf(int window, int rank) {
    return col(categoryName(window, rank));
  }

  private static Column seen(Column value) {
    Column entry = struct(value.as(VALUE), col(SalesBefore.WINDOW).as(SalesBefore.WINDOW));
    return collect_set(when(value.isNotNull().and(col(SalesBefore.IS_PURCHASE)), entry));
  }

  private static Column total(int window, String units, Column which) {
    return sum(when(isIn(window).and(which), col(units))).as(units + window);
  }

  private static Column bought(int window, Column which) {
    Column counts = isIn(window).and(col(SalesBefore.IS_PURCHASE)).and(which);
    return sum(when(counts, col(SalesBefore.AMOUNT_UNITS)));
  }

  private static Column isIn(int window) {
    return col(SalesBefore.WINDOW).leq(window);
  }

  private static Column distinct(String set, int window) {
    return size(values(set, window));
  }

  private static Column values(String set, int window) {
    Column inWindow = filter(col(set), entry -> entry.getField(SalesBefore.WINDOW).leq(window));
    return array_distinct(transform(inWindow, entry -> entry.getField(VALUE)));
  }

  private static String boughtName(int window) {
    return "_bought" + window;
  }

  private static String categoryName(int window, int rank) {
    return "_bought" + window + "_" + rank;
  }
}
