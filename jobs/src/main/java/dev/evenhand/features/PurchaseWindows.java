package dev.evenhand.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Sales;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The purchases in each window before each decision. */
final class PurchaseWindows {
  private static final String SUBJECT = "subject";
  private static final StructType VALUES =
      StructType.fromDDL(
          Decisions.DECISION_ID.name() + " STRING, " + WindowLayout.VALUES + " ARRAY<DOUBLE>");

  private PurchaseWindows() {}

  /** A row for each decision: decision_id and the values as the layout says. */
  static Dataset<Row> before(Dataset<Row> decisions, Dataset<Row> sales, WindowLayout layout) {
    Dataset<Row> moments =
        decisions.select(
            Decisions.SUBJECT_KEY.column().as(SUBJECT),
            Decisions.DECISION_ID.column(),
            unix_micros(Decisions.DECIDED_AT.column()).as("decided"));
    Dataset<Row> lines = lines(sales).join(moments.select(SUBJECT), SUBJECT, "left_semi");
    return moments
        .groupBy(SUBJECT)
        .as(Encoders.STRING(), Encoders.row(moments.schema()))
        .cogroupSorted(
            lines.groupBy(SUBJECT).as(Encoders.STRING(), Encoders.row(lines.schema())),
            new Column[] {col(Decisions.DECISION_ID.name())},
            new Column[] {col("sold")},
            new WindowScan(layout),
            Encoders.row(VALUES));
  }

  static Dataset<Row> lines(Dataset<Row> sales) {
    return sales.select(
        Sales.SUBJECT_KEY.column().as(SUBJECT),
        unix_micros(Sales.SOLD_AT.column()).as("sold"),
        unix_micros(Sales.RECORDED_AT.column()).as("recorded"),
        Sales.ORDER_ID.column(),
        Sales.PRODUCT_ID.column(),
        Sales.CATEGORY.column(),
        units(Sales.AMOUNT.column()),
        units(Sales.DISCOUNT.column()),
        units(Sales.QUANTITY.column().cast("decimal(18,4)")));
  }

  private static Column units(Column amount) {
    return amount.multiply(lit((int) SalesLine.UNITS)).cast("bigint");
  }
}
