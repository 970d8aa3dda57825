package dev.evenhand.balance;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.table.FeatureRows;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** How many rows of each group have which value of which feature: what proxies are found in. */
final class ProxyCounts {
  static final String ATTRIBUTE = "proxy_attribute";
  static final String GROUP = "proxy_group";
  static final String FEATURE = "feature";
  static final String VALUE = "value";
  static final String HALF = "half";

  /** Rows of the group that have the value. */
  static final String OWN = "own";

  /** Rows that have the feature. */
  static final String TOTAL = "total";

  static final String RANK = "rank";

  private ProxyCounts() {}

  /** Each row once for each attribute, with its group. */
  static Dataset<Row> grouped(Dataset<Row> rows, List<String> attributes) {
    Column[] groups =
        attributes.stream()
            .map(name -> struct(lit(name).as(ATTRIBUTE), group(name).as(GROUP)))
            .toArray(Column[]::new);
    return rows.select(
            FeatureRows.NUMBERS.column(),
            FeatureRows.CATEGORIES.column(),
            half().as(HALF),
            explode(array(groups)).as("member"))
        .select(
            FeatureRows.NUMBERS.column(),
            FeatureRows.CATEGORIES.column(),
            col(HALF),
            col("member.*"));
  }

  /** Equal rows are in one half, whatever their group. */
  static Column half() {
    Column row =
        xxhash64(
            map_entries(FeatureRows.NUMBERS.column()),
            map_entries(FeatureRows.CATEGORIES.column()));
    return pmod(row, lit(2L)).cast("int");
  }

  static Column group(String attribute) {
    return coalesce(col(Quoted.name(attribute)).cast("string"), lit(ValueCounts.UNKNOWN));
  }

  /** Of every value of a number, with its mid-rank. */
  static Dataset<Row> rankedNumbers(Dataset<Row> grouped) {
    WindowSpec feature = Window.partitionBy(col(ATTRIBUTE), col(FEATURE));
    return counts(grouped.withColumn(HALF, lit(0)), FeatureRows.NUMBERS.column())
        .withColumn(RANK, midRank(feature.orderBy(col(VALUE)), col(OWN)))
        .withColumn(TOTAL, sum(col(OWN)).over(feature));
  }

  /** Of every category, in each half of the rows. */
  static Dataset<Row> categories(Dataset<Row> grouped) {
    return counts(grouped, FeatureRows.CATEGORIES.column());
  }

  /** Rows by attribute, group, feature, value and half. */
  private static Dataset<Row> counts(Dataset<Row> rows, Column features) {
    return rows.select(
            col(ATTRIBUTE),
            col(GROUP),
            col(HALF),
            explode(features).as(new String[] {FEATURE, VALUE}))
        .filter(col(VALUE).isNotNull())
        .groupBy(col(ATTRIBUTE), col(FEATURE), col(VALUE), col(GROUP), col(HALF))
        .agg(count(lit(1)).as(OWN));
  }

  /** The mean of the ranks of all rows of equal order; each row stands for {@code n}. */
  static Column midRank(WindowSpec order, Column n) {
    Column upTo = sum(n).over(order.rangeBetween(Window.unboundedPreceding(), 0));
    Column equal = sum(n).over(order.rangeBetween(0, 0));
    return upTo.minus(equal).plus(equal.plus(lit(1)).divide(lit(2)));
  }
}
