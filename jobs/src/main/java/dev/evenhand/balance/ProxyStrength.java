package dev.evenhand.balance;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import dev.evenhand.lake.table.FeatureRows;
import java.util.ArrayList;
import java.util.Comparator;
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
 * all attributes and features; a row without the feature is left out.
 */
public final class ProxyStrength {
  private static final String ATTRIBUTE = "proxy_attribute";
  private static final String GROUP = "proxy_group";
  private static final String FEATURE = "feature";
  private static final String VALUE = "value";
  private static final String N = "n";
  private static final String OWN = "own";
  private static final String TOTAL = "total";
  private static final String RANK = "rank";
  private static final Comparator<Row> BY_NAME =
      Comparator.comparing((Row row) -> row.getString(0))
          .thenComparing(row -> row.getString(1))
          .thenComparing(row -> row.getString(2));
  private static final double Z_95 = 1.959963984540054;

  private ProxyStrength() {}

  /**
   * @param auc in [0.5, 1]
   * @param group the value of the attribute that the feature tells best
   */
  public record Proxy(
      String attribute,
      String feature,
      String group,
      double auc,
      double low,
      double high,
      long n) {}

  /**
   * The strongest group of each attribute and feature, in the order of their names.
   *
   * @param rows with numbers, categories and the attributes
   * @param minGroup rows of a group, and of the rest, below which it is passed over
   */
  public static List<Proxy> of(Dataset<Row> rows, List<String> attributes, long minGroup) {
    Column[] groups =
        attributes.stream()
            .map(name -> struct(lit(name).as(ATTRIBUTE), group(name).as(GROUP)))
            .toArray(Column[]::new);
    Dataset<Row> grouped =
        rows.select(
                FeatureRows.NUMBERS.column(),
                FeatureRows.CATEGORIES.column(),
                explode(array(groups)).as("member"))
            .select(FeatureRows.NUMBERS.column(), FeatureRows.CATEGORIES.column(), col("member.*"));
    return strongest(numbers(grouped).unionByName(categories(grouped)), minGroup);
  }

  private static Column group(String attribute) {
    return coalesce(
        col("`" + attribute.replace("`", "``") + "`").cast("string"), lit(ValueCounts.UNKNOWN));
  }

  /** Rows by attribute, group, feature and value. */
  private static Dataset<Row> counts(Dataset<Row> rows, Column features) {
    return rows.select(
            col(ATTRIBUTE), col(GROUP), explode(features).as(new String[] {FEATURE, VALUE}))
        .filter(col(VALUE).isNotNull())
        .groupBy(col(ATTRIBUTE), col(FEATURE), col(VALUE), col(GROUP))
        .agg(count(lit(1)).as(OWN));
  }

  private static Dataset<Row> numbers(Dataset<Row> rows) {
    WindowSpec feature = Window.partitionBy(col(ATTRIBUTE), col(FEATURE));
    return counts(rows, FeatureRows.NUMBERS.column())
        .withColumn(RANK, midRank(feature.orderBy(col(VALUE)), col(OWN)))
        .withColumn(TOTAL, sum(col(OWN)).over(feature))
        .groupBy(col(ATTRIBUTE), col(FEATURE), col(GROUP))
        .agg(
            sum(col(OWN).multiply(col(RANK))).as("ranks"),
            sum(col(OWN)).as(OWN),
            max(col(TOTAL)).as(TOTAL));
  }

  /** For each group the categories are ranked anew, by the group's share. */
  private static Dataset<Row> categories(Dataset<Row> rows) {
    Dataset<Row> counts = counts(rows, FeatureRows.CATEGORIES.column());
    Dataset<Row> values =
        counts
            .groupBy(col(ATTRIBUTE), col(FEATURE), col(VALUE))
            .agg(sum(col(OWN)).as(N), collect_list(struct(col(GROUP), col(OWN))).as("members"));
    Dataset<Row> groups =
        counts.groupBy(col(ATTRIBUTE), col(FEATURE)).agg(collect_set(col(GROUP)).as("groups"));
    Column own =
        aggregate(
            filter(col("members"), member -> member.getField(GROUP).equalTo(col(GROUP))),
            lit(0L),
            (sum, member) -> sum.plus(member.getField(OWN)));
    WindowSpec feature = Window.partitionBy(col(ATTRIBUTE), col(FEATURE), col(GROUP));
    return values
        .join(groups, asScala(List.of(ATTRIBUTE, FEATURE)).toSeq())
        .select(
            col(ATTRIBUTE), col(FEATURE), col(N), col("members"), explode(col("groups")).as(GROUP))
        .withColumn(OWN, own)
        .withColumn(RANK, midRank(feature.orderBy(col(OWN).divide(col(N))), col(N)))
        .groupBy(col(ATTRIBUTE), col(FEATURE), col(GROUP))
        .agg(
            sum(col(OWN).multiply(col(RANK))).as("ranks"),
            sum(col(OWN)).as(OWN),
            sum(col(N)).as(TOTAL));
  }

  /** The mean of the ranks of all rows of equal order; each row stands for {@code n}. */
  private static Column midRank(WindowSpec order, Column n) {
    Column upTo = sum(n).over(order.rangeBetween(Window.unboundedPreceding(), 0));
    Column equal = sum(n).over(order.rangeBetween(0, 0));
    return upTo.minus(equal).plus(equal.plus(lit(1)).divide(lit(2)));
  }

  private static List<Proxy> strongest(Dataset<Row> ranks, long minGroup) {
    List<Proxy> best = new ArrayList<>();
    for (Row row :
        ranks
            .select(
                col(ATTRIBUTE),
                col(FEATURE),
                col(GROUP),
                col("ranks").cast("double"),
                col(OWN).cast("double"),
                col(TOTAL).cast("double"))
            .collectAsList()
            .stream()
            .sorted(BY_NAME)
            .toList()) {
      double positives = row.getDouble(4);
      double negatives = row.getDouble(5) - positives;
      if (positives < minGroup || negatives < minGroup) {
        continue;
      }
      double auc = (row.getDouble(3) - positives * (positives + 1) / 2) / (positives * negatives);
      Proxy next = proxy(row, Math.max(auc, 1 - auc), positives, negatives);
      Proxy last = best.isEmpty() ? null : best.get(best.size() - 1);
      if (last == null || !isOfSameFeature(last, next)) {
        best.add(next);
      } else if (next.auc() > last.auc()) {
        best.set(best.size() - 1, next);
      }
    }
    return best;
  }

  private static boolean isOfSameFeature(Proxy a, Proxy b) {
    return a.attribute().equals(b.attribute()) && a.feature().equals(b.feature());
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
        row.getString(2),
        auc,
        Math.max(0.5, auc - margin),
        Math.min(1, auc + margin),
        Math.round(positives + negatives));
  }
}
