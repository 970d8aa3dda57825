package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.base.Digits;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.storage.StorageLevel;

/**
 * How many rows of each class have which sensitive value, counted on what is to be published and
 * nothing else.
 *
 * <p>It knows nothing of cuts: a class is the rows that read the same in the quasi-identifiers.
 * Requirements are columns over the counts, so that no class comes to the driver.
 */
public final class ClassCounts {
  static final Column CLASS = col("class");
  static final Column VALUE = col("value");

  /** Of the class with the value. */
  static final Column ROWS = col("rows");

  /** The rows of the class that have the value, as a share. */
  static final Column SHARE = col("share");

  /** The rows of the whole table that have the value, as a share. */
  static final Column EXPECTED = col("expected");

  /** 1 for the most frequent value of a class. */
  static final Column BY_FREQUENCY = col("by_frequency");

  /** What sums of shares may differ by when their order does. */
  static final double ROUNDING = 1e-9;

  private static final Column FIGURE = col("figure");
  private static final Column HOLDS = col("holds");

  private final Dataset<Row> values;
  private final Dataset<Row> entries;

  private ClassCounts(Dataset<Row> values, Dataset<Row> entries) {
    this.values = values;
    this.entries = entries;
  }

  /**
   * What each requirement comes to in the worst class.
   *
   * @param published the rows as they are to be published
   * @param whole the rows that could have been: how often each sensitive value is expected
   * @throws IllegalStateException if a requirement does not hold; then nothing may be published
   */
  public static List<WorstClass> verified(
      KAnonymity method, Dataset<Row> published, Dataset<Row> whole) {
    if (method.requirements().isEmpty()) {
      return List.of();
    }
    Column value = method.sensitiveText();
    Dataset<Row> values = values(whole, value).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> entries =
        entries(published, method.quasiIdentifiers(), value, values)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      if (!entries.filter(EXPECTED.equalTo(0)).isEmpty()) {
        throw new IllegalStateException(
            "what is to be published has sensitive values that the table has not");
      }
      ClassCounts counts = new ClassCounts(values, entries);
      return method.requirements().stream().map(one -> checked(one, counts)).toList();
    } finally {
      entries.unpersist();
      values.unpersist();
    }
  }

  private static WorstClass checked(Requirement requirement, ClassCounts counts) {
    WorstClass worst = requirement.recounted(counts);
    if (!worst.holds()) {
      throw new IllegalStateException(
          "%s does not hold: the worst class has %s, asked is %s"
              .formatted(worst.rule(), worst.figure(), requirement));
    }
    return worst;
  }

  private static Dataset<Row> values(Dataset<Row> whole, Column value) {
    Column all = sum(ROWS).over(Window.partitionBy());
    return whole
        .groupBy(value.as("value"))
        .agg(count(lit(1)).as("rows"))
        .select(VALUE, ROWS.divide(all).as("expected"));
  }

  private static Dataset<Row> entries(
      Dataset<Row> published,
      List<QuasiIdentifier> quasiIdentifiers,
      Column value,
      Dataset<Row> values) {
    Column[] keys =
        quasiIdentifiers.stream()
            .map(one -> QuasiIdentifier.named(one.column()))
            .toArray(Column[]::new);
    WindowSpec ofClass = Window.partitionBy(CLASS);
    return published
        .groupBy(struct(keys).as("class"), value.as("value"))
        .agg(count(lit(1)).as("rows"))
        .join(values, "value", "left")
        .select(
            CLASS,
            VALUE,
            ROWS,
            ROWS.divide(sum(ROWS).over(ofClass)).as("share"),
            coalesce(EXPECTED, lit(0.0)).as("expected"),
            row_number().over(ofClass.orderBy(ROWS.desc(), VALUE)).as("by_frequency"));
  }

  /** One row for each class and each value it has. */
  Dataset<Row> entries() {
    return entries;
  }

  /** One row for each value of the whole table. */
  Dataset<Row> values() {
    return values;
  }

  /** By the least figure of a class; figure and test are aggregates over its values. */
  WorstClass least(String rule, Column figure, Column holds) {
    return worst(
        rule, min(FIGURE), entries.groupBy(CLASS).agg(figure.as("figure"), holds.as("holds")));
  }

  /** By the greatest. */
  WorstClass greatest(String rule, Column figure, Column holds) {
    return greatest(rule, entries.groupBy(CLASS).agg(figure.as("figure"), holds.as("holds")));
  }

  /** By the greatest of figures that are at hand: one row a class. */
  static WorstClass greatest(String rule, Dataset<Row> figures) {
    return worst(rule, max(FIGURE), figures);
  }

  private static WorstClass worst(String rule, Column figure, Dataset<Row> figures) {
    Row found = figures.agg(figure, coalesce(bool_and(HOLDS), lit(true))).head();
    return new WorstClass(rule, rounded(found), found.getBoolean(1));
  }

  private static Double rounded(Row found) {
    if (found.isNullAt(0)) {
      return null;
    }
    double figure = found.getDouble(0);
    return Double.isFinite(figure) ? Double.valueOf(Digits.rounded(figure)) : figure;
  }
}
