package dev.evenhand.balance;

import static dev.evenhand.balance.ProxyCounts.ATTRIBUTE;
import static dev.evenhand.balance.ProxyCounts.FEATURE;
import static dev.evenhand.balance.ProxyCounts.GROUP;
import static dev.evenhand.balance.ProxyCounts.HALF;
import static dev.evenhand.balance.ProxyCounts.OWN;
import static dev.evenhand.balance.ProxyCounts.RANK;
import static dev.evenhand.balance.ProxyCounts.TOTAL;
import static dev.evenhand.balance.ProxyCounts.VALUE;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static scala.jdk.javaapi.CollectionConverters.asScala;

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
 * <p>A category's value is the share of the group among its rows, learned from one half of the rows
 * and tried on the other, and the other way round: a feature of many rare categories, such as a
 * postal code, would else tell each of its own rows. Intervals: Hanley and McNeil (1982). One
 * aggregation for all attributes and features; a row without the feature is left out.
 */
public final class ProxyStrength {
  private static final String N = "n";
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
    Dataset<Row> grouped = ProxyCounts.grouped(rows, attributes);
    return strongest(numbers(grouped).unionByName(categories(grouped)), minGroup);
  }

  private static Dataset<Row> numbers(Dataset<Row> grouped) {
    return ProxyCounts.rankedNumbers(grouped)
        .groupBy(col(ATTRIBUTE), col(FEATURE), col(GROUP), col(HALF))
        .agg(
            sum(col(OWN).multiply(col(RANK))).as("ranks"),
            sum(col(OWN)).as(OWN),
            max(col(TOTAL)).as(TOTAL));
  }

  /**
   * For each group the categories of one half of the rows are ranked by the group's share among the
   * other half, which a category without rows there has of all.
   */
  private static Dataset<Row> categories(Dataset<Row> grouped) {
    Dataset<Row> counts = ProxyCounts.categories(grouped);
    Dataset<Row> values =
        counts
            .groupBy(col(ATTRIBUTE), col(FEATURE), col(VALUE))
            .agg(collect_list(struct(col(GROUP), col(HALF), col(OWN))).as("members"));
    Dataset<Row> groups =
        counts.groupBy(col(ATTRIBUTE), col(FEATURE)).agg(collect_set(col(GROUP)).as("groups"));
    WindowSpec half = Window.partitionBy(col(ATTRIBUTE), col(FEATURE), col(GROUP), col(HALF));
    Column prior = sum(col("own_beyond")).over(half).divide(sum(col("n_beyond")).over(half));
    Column share =
        col("own_beyond").plus(coalesce(prior, lit(0.0))).divide(col("n_beyond").plus(1));
    return values
        .join(groups, asScala(List.of(ATTRIBUTE, FEATURE)).toSeq())
        .select(col(ATTRIBUTE), col(FEATURE), col("members"), explode(col("groups")).as(GROUP))
        .withColumn(HALF, explode(array(lit(0), lit(1))))
        .select(
            col(ATTRIBUTE),
            col(FEATURE),
            col(GROUP),
            col(HALF),
            members(true, true).as(OWN),
            members(false, true).as(N),
            members(true, false).as("own_beyond"),
            members(false, false).as("n_beyond"))
        .withColumn("share", share)
        .withColumn(RANK, ProxyCounts.midRank(half.orderBy(col("share")), col(N)))
        .groupBy(col(ATTRIBUTE), col(FEATURE), col(GROUP), col(HALF))
        .agg(
            sum(col(OWN).multiply(col(RANK))).as("ranks"),
            sum(col(OWN)).as(OWN),
            sum(col(N)).as(TOTAL));
  }

  /** Rows of a category, of the group or of all, in this half or in the other one. */
  private static Column members(boolean isOfGroup, boolean isOfHalf) {
    return aggregate(
        filter(
            col("members"),
            member -> {
              Column isHere = member.getField(HALF).equalTo(col(HALF));
              Column isThere = isOfHalf ? isHere : not(isHere);
              return isOfGroup ? isThere.and(member.getField(GROUP).equalTo(col(GROUP))) : isThere;
            }),
        lit(0L),
        (sum, member) -> sum.plus(member.getField(OWN)));
  }

  private static List<Proxy> strongest(Dataset<Row> ranks, long minGroup) {
    Column positives = col(OWN).cast("double");
    Column negatives = col(TOTAL).minus(col(OWN)).cast("double");
    Column wins = col("ranks").minus(positives.multiply(positives.plus(1)).divide(2));
    List<Proxy> best = new ArrayList<>();
    for (Row row :
        ranks
            .groupBy(col(ATTRIBUTE), col(FEATURE), col(GROUP))
            .agg(
                sum(wins.cast("double")),
                sum(positives.multiply(negatives)),
                sum(positives),
                sum(negatives))
            .collectAsList()
            .stream()
            .sorted(BY_NAME)
            .toList()) {
      if (row.getDouble(5) < minGroup || row.getDouble(6) < minGroup || row.getDouble(4) == 0) {
        continue;
      }
      double auc = row.getDouble(3) / row.getDouble(4);
      Proxy next = proxy(row, Math.max(auc, 1 - auc), row.getDouble(5), row.getDouble(6));
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
