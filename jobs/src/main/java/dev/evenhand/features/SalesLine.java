package dev.evenhand.features;

import org.apache.spark.sql.Row;

/**
 * A sales line as the windows see it. Amounts are ten-thousandths in a long, so that sums are exact
 * and the order of lines can't matter.
 *
 * @param sold microseconds since 1970
 * @param recorded microseconds since 1970
 * @param topCategory the index of its category among the top ones, or -1
 * @param discount null where none is told
 * @param quantity null where none is told
 */
record SalesLine(
    long sold,
    long recorded,
    String order,
    String product,
    String category,
    int topCategory,
    long amount,
    Long discount,
    Long quantity) {
  static final double UNITS = 10_000;

  /** The columns of {@link PurchaseWindows#lines}. */
  static SalesLine of(Row row, WindowLayout layout) {
    String category = row.getString(5);
    return new SalesLine(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        category,
        category == null ? -1 : layout.topCategories().indexOf(category),
        row.isNullAt(6) ? 0 : row.getLong(6),
        row.isNullAt(7) ? null : row.getLong(7),
        row.isNullAt(8) ? null : row.getLong(8));
  }

  boolean isPurchase() {
    return quantity == null || quantity >= 0;
  }

  /** Lines without an order are one by their moment. */
  String orderOrMoment() {
    return order == null ? Long.toString(sold) : order;
  }
}
