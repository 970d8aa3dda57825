package dev.evenhand.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Sales;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The whole of a pipeline's sales in one look, for what is learned from all of them: a row for each
 * day of recording and category, kept until closed.
 */
public final class SalesSurvey implements AutoCloseable {
  private static final String KNOWN_AMOUNT = "known_amount";

  private final Dataset<Row> cells;

  private SalesSurvey(Dataset<Row> cells) {
    this.cells = cells;
  }

  /**
   * @param sales silver.sales of the pipeline
   * @param training the decisions of the training split: subject_key, decided_at
   */
  public static SalesSurvey of(Dataset<Row> sales, Dataset<Row> training) {
    Dataset<Row> subjects =
        training
            .groupBy(Decisions.SUBJECT_KEY.column().as("_subject"))
            .agg(max(Decisions.DECIDED_AT.column()).as("_until"));
    Column isKnown =
        Sales.SOLD_AT.column().lt(col("_until")).and(Sales.RECORDED_AT.column().lt(col("_until")));
    Column amount = coalesce(Sales.AMOUNT.column(), lit(0));
    return new SalesSurvey(
        sales
            .join(subjects, Sales.SUBJECT_KEY.column().equalTo(col("_subject")), "left_outer")
            .groupBy(KnownHistory.recordedDay(), Sales.CATEGORY.column())
            .agg(
                min(KnownHistory.sold()).as(KnownHistory.SOLD),
                sum(when(isKnown, amount)).as(KNOWN_AMOUNT))
            .cache());
  }

  /** How far back the sales reached at any moment. */
  public KnownHistory knownHistory() {
    return KnownHistory.ofStarts(cells);
  }

  /**
   * The categories with the largest amounts among the sales that the training part knew: those of
   * its subjects, sold and recorded before the subject's last training decision. The largest first;
   * of equal ones the first in the alphabet.
   */
  public List<String> topCategories(int count) {
    return cells
        .filter(Sales.CATEGORY.column().isNotNull().and(col(KNOWN_AMOUNT).isNotNull()))
        .groupBy(Sales.CATEGORY.column())
        .agg(sum(col(KNOWN_AMOUNT)).as("_total"))
        .orderBy(col("_total").desc(), Sales.CATEGORY.column())
        .limit(count)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Override
  public void close() {
    cells.unpersist();
  }
}
