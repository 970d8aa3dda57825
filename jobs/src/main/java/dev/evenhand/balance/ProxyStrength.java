package dev.evenhand.balance;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.lake.table.FeatureRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * How well one feature alone tells a group from the rest: the area under the ROC curve of its
 * value, or of its complement, in [0.5, 1]; by mid-ranks, AUC = (R - P (P + 1) / 2) / (P N).
 *
 * <p>A category's value is the share of the group among its rows, so the AUC of a feature with many
 * rare categories is somewhat too high. Intervals: Hanley and McNeil (1982). One aggregation for
 * all features; a row without the feature is left out.
 */
public final class ProxyStrength {
  private static final String GROUP = "proxy_group";
  private static final String FEATURE = "feature";
  private static final String VALUE = "value";
  private static final String N = "n";
  private static final String RANK = "rank";
  private static final double Z_95 = 1.959963984540054;

  private ProxyStrength() {}

  /**
   * @param auc in [0.5, 1]
   * @param group the value of the attribute that the feature tells best
   */
  public record Proxy(String feature, String group, double auc, double low, double high, long n) {}

  /**
   * The strongest group of each feature, by name of the feature.
   *
   * @param rows with numbers, categories and the attribute
   * @param minGroup rows of a group, and of the rest, below which it is passed over
   */
  public static List<Proxy> of(Dataset<Row> rows, String attribute, long minGroup) {
    Dataset<Row> grouped = rows.withColumn(GROUP, col("`" + attribute + "`"));
    List<Proxy> all = new ArrayList<>(strongest(numbers(grouped), minGroup));
    all.addAll(strongest(categories(grouped), minGroup));
    return all;
  }

  /** feature, group, value, n: rows by value; for each group, its own rows are {@code own}. */
  private static Dataset<Row> numbers(Dataset<Row> rows) {
    Dataset<Row> values =
        rows.select(
                col(GROUP), explode(FeatureRows.NUMBERS.column()).as(new String[] {FEATURE, VALUE}))
            .filter(col(VALUE).isNotNull())
            .groupBy(col(FEATURE), col(VALUE), col(GROUP))
            .agg(count(lit(1)).as("own"));
    Dataset<Row> all =
        values
            .groupBy(col(FEATURE), col(VALUE))
            .agg(sum(col("own")).as(N))
            .withColumn(RANK, midRank(Window.partitionBy(col(FEATURE)).orderBy(col(VALUE))));
    return values
        .join(all, scala.jdk.javaapi.CollectionConverters.asScala(List.of(FEATURE, VALUE)).toSeq())
        .groupBy(col(FEATURE), col(GROUP))
        .agg(sum(col("own").multiply(col(RANK))).as("ranks"), sum(col("own")).as("own"))
        .join(totals(all), FEATURE);
  }

  /** For each group the categories are ranked anew, by the group's share. */
  private static Dataset<Row> categories(Dataset<Row> rows) {
    Dataset<Row> counts =
        rows.select(
                col(GROUP),
                explode(FeatureRows.CATEGORIES.column()).as(new String[] {FEATURE, VALUE}))
            .filter(col(VALUE).isNotNull())
            .groupBy(col(FEATURE), col(VALUE), col(GROUP))
            .agg(count(lit(1)).as("own"));
    Dataset<Row> sizes = counts.groupBy(col(FEATURE), col(VALUE)).agg(sum(col("own")).as(N));
    Dataset<Row> groups = counts.select(col(FEATURE), col(GROUP)).distinct();
    Column share = col("own").divide(col(N));
    List<String> key = List.of(FEATURE, VALUE, GROUP);
    Dataset<Row> filled =
        sizes
            .join(groups, FEATURE)
            .join(counts, scala.jdk.javaapi.CollectionConverters.asScala(key).toSeq(), "left_outer")
            .withColumn("own", coalesce(col("own"), lit(0L)))
            .withColumn("share", share)
            .groupBy(col(FEATURE), col(GROUP), col("share"))
            .agg(sum(col("own")).as("own"), sum(col(N)).as(N));
    return filled
        .withColumn(
            RANK, midRank(Window.partitionBy(col(FEATURE), col(GROUP)).orderBy(col("share"))))
        .groupBy(col(FEATURE), col(GROUP))
        .agg(
            sum(col("own").multiply(col(RANK))).as("ranks"),
            sum(col("own")).as("own"),
            sum(col(N)).as("total"));
  }

  private static Column midRank(WindowSpec order) {
    Column below =
        coalesce(sum(col(N)).over(order.rowsBetween(Window.unboundedPreceding(), -1)), lit(0L));
    return below.plus(col(N).plus(lit(1)).divide(lit(2)));
  }

  private static Dataset<Row> totals(Dataset<Row> values) {
    return values.groupBy(col(FEATURE)).agg(sum(col(N)).as("total"));
  }

  private static List<Proxy> strongest(Dataset<Row> ranks, long minGroup) {
    List<Proxy> best = new ArrayList<>();
    for (Row row :
        ranks
            .select(
                col(FEATURE),
                col(GROUP),
                col("ranks").cast("double"),
                col("own").cast("double"),
                col("total").cast("double"))
            .orderBy(col(FEATURE), col(GROUP))
            .collectAsList()) {
      double positives = row.getDouble(3);
      double negatives = row.getDouble(4) - positives;
      if (positives < minGroup || negatives < minGroup) {
        continue;
      }
      double auc = (row.getDouble(2) - positives * (positives + 1) / 2) / (positives * negatives);
      Proxy next = proxy(row, Math.max(auc, 1 - auc), positives, negatives);
      Proxy last = best.isEmpty() ? null : best.get(best.size() - 1);
      if (last == null || !last.feature().equals(next.feature())) {
        best.add(next);
      } else if (next.auc() > last.auc()) {
        best.set(best.size() - 1, next);
      }
    }
    return best;
  }

  private static Proxy proxy(Row row, double auc, double positives, double negatives) {
    double q1 = auc / (2 - auc);
    double q2 = 2 * auc * auc / (1 + auc);
    double variance =
        (auc * (1 - auc) + (positives - 1) * (q1 - auc * auc) + (negatives - 1) * (q2 - auc * auc))
            / (positives * negatives);
    double margin = Z_95 * Math.sqrt(Math.max(0, variance));
    return new Proxy(
        row.getString(0),
        row.getString(1),
        auc,
        Math.max(0.5, auc - margin),
        Math.min(1, auc + margin),
        Math.round(positives + negatives));
  }
}
