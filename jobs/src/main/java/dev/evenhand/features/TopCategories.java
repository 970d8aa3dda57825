package dev.evenhand.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Sales;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The categories with the largest amounts among the sales that the training part knew: those of its
 * subjects, sold and recorded before the subject's last training decision.
 */
public final class TopCategories {
  private TopCategories() {}

  /**
   * The largest first; of equal ones the first in the alphabet.
   *
   * @param decisions those of the training split: subject_key, decided_at
   */
  public static List<String> of(Dataset<Row> sales, Dataset<Row> decisions, int count) {
    if (count == 0) {
      return List.of();
    }
    Dataset<Row> subjects =
        decisions
            .groupBy(Decisions.SUBJECT_KEY.column().as("_subject"))
            .agg(max(Decisions.DECIDED_AT.column()).as("_until"));
    Column isKnown =
        Sales.SUBJECT_KEY
            .column()
            .equalTo(col("_subject"))
            .and(Sales.SOLD_AT.column().lt(col("_until")))
            .and(Sales.RECORDED_AT.column().lt(col("_until")));
    Column total = coalesce(sum(Sales.AMOUNT.column()), lit(0));
    return sales
        .filter(Sales.CATEGORY.column().isNotNull())
        .join(subjects, isKnown, "left_semi")
        .groupBy(Sales.CATEGORY.column())
        .agg(total.as("_total"))
        .orderBy(col("_total").desc(), Sales.CATEGORY.column())
        .limit(count)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
