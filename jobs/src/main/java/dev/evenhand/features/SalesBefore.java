package dev.evenhand.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Sales;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A row for each decision and each sales line that was known before it and lies in its longest
 * window: sold_at in [decided_at - window, decided_at) and recorded_at &lt; decided_at.
 *
 * <p>The columns of silver.sales keep their names, so that SQL expressions of a pipeline file can
 * read them; what the windows need beside them is reckoned once a line.
 */
final class SalesBefore {
  static final long DAY_MICROS = 86_400_000_000L;

  /** Ten-thousandths of the currency's unit, a LONG: sums are exact and the order can't matter. */
  static final String AMOUNT_UNITS = "_amount_units";

  static final String DISCOUNT_UNITS = "_discount_units";
  static final String QUANTITY_UNITS = "_quantity_units";
  static final double UNITS = 10_000;

  /** The index of the shortest window that holds the line. */
  static final String WINDOW = "_window";

  /** Not a return. */
  static final String IS_PURCHASE = "_is_purchase";

  static final String SOLD_MICROS = "_sold_micros";

  private SalesBefore() {}

  static Dataset<Row> of(Dataset<Row> decisions, Dataset<Row> sales, List<Integer> windowDays) {
    Dataset<Row> moments =
        decisions.select(
            Decisions.DECISION_ID.column(),
            Decisions.SUBJECT_KEY.column().as("_subject"),
            Decisions.DECIDED_AT.column());
    Column isKnownBefore =
        col("_subject")
            .equalTo(Sales.SUBJECT_KEY.column())
            .and(Sales.SOLD_AT.column().lt(Decisions.DECIDED_AT.column()))
            .and(Sales.RECORDED_AT.column().lt(Decisions.DECIDED_AT.column()));
    Column age = unix_micros(Decisions.DECIDED_AT.column()).minus(col(SOLD_MICROS));
    Dataset<Row> before = withUnits(sales).join(moments, isKnownBefore);
    return windowDays.isEmpty()
        ? before
        : before
            .filter(age.leq(micros(windowDays.get(windowDays.size() - 1))))
            .withColumn(WINDOW, shortestWindow(age, windowDays));
  }

  static long micros(int days) {
    return days * DAY_MICROS;
  }

  private static Dataset<Row> withUnits(Dataset<Row> sales) {
    return sales
        .withColumn(SOLD_MICROS, unix_micros(Sales.SOLD_AT.column()))
        .withColumn(AMOUNT_UNITS, units(Sales.AMOUNT.column()))
        .withColumn(DISCOUNT_UNITS, units(Sales.DISCOUNT.column()))
        .withColumn(QUANTITY_UNITS, units(Sales.QUANTITY.column().cast("decimal(18,4)")))
        .withColumn(IS_PURCHASE, coalesce(Sales.QUANTITY.column().geq(0), lit(true)));
  }

  private static Column units(Column amount) {
    return amount.multiply(lit((int) UNITS)).cast("bigint");
  }

  private static Column shortestWindow(Column age, List<Integer> windowDays) {
    Column window = lit(windowDays.size() - 1);
    for (int i = windowDays.size() - 2; i >= 0; i--) {
      window = when(age.leq(micros(windowDays.get(i))), i).otherwise(window);
    }
    return window;
  }
}
