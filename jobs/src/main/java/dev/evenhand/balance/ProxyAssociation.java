package dev.evenhand.balance;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.fairness.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * How much one feature says about all groups of an attribute together: Cramer's V and mutual
 * information of their table of counts.
 *
 * <p>With o rows in a cell, r in its row, c in its column and n in all: chi-squared is n (sum o^2 /
 * (r c) - 1), V = sqrt(chi-squared / (n (min(rows, columns) - 1))), I = sum o / n ln(o n / (r c))
 * in nats, G = 2 n I. Both less what chance alone gives them (Bergsma 2013; Miller 1955), with the
 * interval of {@link NoncentralChiSquared}. Numbers are cut into tenths of the rows; categories of
 * fewer than ten rows are one.
 */
public final class ProxyAssociation {
  private static final int TENTHS = 10;
  private static final int RARE = 10;
  private static final String BIN = "bin";
  private static final String ROW = "r";
  private static final String COLUMN = "c";
  private static final String ALL = "n";
  private static final MathContext DIGITS = new MathContext(10);
  private static final String METHOD = "noncentral-chi-squared";

  private ProxyAssociation() {}

  /**
   * @param cramersV in [0, 1]
   * @param information mutual information in nats, 0 or more
   */
  public record Association(
      String attribute,
      String feature,
      double cramersV,
      Interval ofCramersV,
      double information,
      Interval ofInformation,
      long n) {}

  /**
   * Of each attribute and feature, in the order of their names.
   *
   * @param rows with numbers, categories and the attributes
   * @param minGroup rows below which a group is left out
   */
  public static List<Association> of(Dataset<Row> rows, List<String> attributes, long minGroup) {
    Dataset<Row> grouped = ProxyCounts.grouped(rows, attributes);
    Dataset<Row> cells = numbers(grouped).unionByName(categories(grouped));
    List<Association> found = new ArrayList<>();
    for (Row row : statistics(cells, minGroup).collectAsList()) {
      Association one = association(row);
      if (one != null) {
        found.add(one);
      }
    }
    found.sort(Comparator.comparing(Association::attribute).thenComparing(Association::feature));
    return found;
  }

  private static Dataset<Row> numbers(Dataset<Row> grouped) {
    Column place = col(ProxyCounts.RANK).minus(0.5).divide(col(ProxyCounts.TOTAL));
    return cells(
        ProxyCounts.rankedNumbers(grouped)
            .withColumn(BIN, floor(place.multiply(TENTHS)).cast("string")));
  }

  private static Dataset<Row> categories(Dataset<Row> grouped) {
    Column rows =
        sum(col(ProxyCounts.OWN))
            .over(
                Window.partitionBy(
                    col(ProxyCounts.ATTRIBUTE), col(ProxyCounts.FEATURE), col(ProxyCounts.VALUE)));
    // A value begins with =, so that none is taken for the rare ones.
    Column named = org.apache.spark.sql.functions.concat(lit("="), col(ProxyCounts.VALUE));
    return cells(
        ProxyCounts.categories(grouped)
            .withColumn(ROW, rows)
            .withColumn(BIN, when(col(ROW).lt(RARE), lit("rare")).otherwise(named)));
  }

  private static Dataset<Row> cells(Dataset<Row> counts) {
    return counts
        .groupBy(
            col(ProxyCounts.ATTRIBUTE), col(ProxyCounts.FEATURE), col(BIN), col(ProxyCounts.GROUP))
        .agg(sum(col(ProxyCounts.OWN)).cast("double").as(ProxyCounts.OWN));
  }

  private static Dataset<Row> statistics(Dataset<Row> cells, long minGroup) {
    Column own = col(ProxyCounts.OWN);
    Column expected = col(ROW).multiply(col(COLUMN)).divide(col(ALL));
    return cells
        .withColumn(COLUMN, total(col(ProxyCounts.GROUP)))
        .filter(col(COLUMN).geq(minGroup))
        .withColumn(ROW, total(col(BIN)))
        .withColumn(ALL, total())
        .groupBy(col(ProxyCounts.ATTRIBUTE), col(ProxyCounts.FEATURE))
        .agg(
            sum(own.multiply(own).divide(expected)).minus(max(col(ALL))),
            sum(own.multiply(log(own.divide(expected)))).multiply(2),
            countDistinct(col(BIN)),
            countDistinct(col(ProxyCounts.GROUP)),
            max(col(ALL)));
  }

  private static Column total(Column... more) {
    List<Column> by =
        new ArrayList<>(List.of(col(ProxyCounts.ATTRIBUTE), col(ProxyCounts.FEATURE)));
    by.addAll(List.of(more));
    return sum(col(ProxyCounts.OWN)).over(Window.partitionBy(by.toArray(Column[]::new)));
  }

  /** Null if there is but one group, or one value. */
  private static Association association(Row row) {
    long least = Math.min(row.getLong(4), row.getLong(5)) - 1;
    if (least < 1) {
      return null;
    }
    int degrees = Math.toIntExact((row.getLong(4) - 1) * (row.getLong(5) - 1));
    double n = row.getDouble(6);
    NoncentralChiSquared chi = new NoncentralChiSquared(rounded(row.getDouble(2)), degrees);
    NoncentralChiSquared g = new NoncentralChiSquared(rounded(row.getDouble(3)), degrees);
    return new Association(
        row.getString(0),
        row.getString(1),
        root(chi.estimate() / n / least),
        new Interval(root(chi.low() / n / least), root(chi.high() / n / least), METHOD),
        g.estimate() / (2 * n),
        new Interval(g.low() / (2 * n), g.high() / (2 * n), METHOD),
        Math.round(n));
  }

  /** Ten digits, as the last ones of a sum depend on the order of the rows; 0 or more. */
  private static double rounded(double statistic) {
    return Math.max(0, new BigDecimal(statistic).round(DIGITS).doubleValue());
  }

  private static double root(double share) {
    return Math.sqrt(Math.min(1, share));
  }
}
