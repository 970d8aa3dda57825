package dev.evenhand.dp;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * What is published of each group: a number of rows or subjects, or a sum, mean, histogram or
 * quantiles of a column.
 */
public abstract sealed class Measure permits CountMeasure, SumMeasure, MeanMeasure, BinMeasure {
  private final String name;
  private final String column;

  /**
   * @param column that it is about; null for a count
   */
  Measure(String name, String column) {
    this.name = name;
    this.column = column;
  }

  /** The number of rows, of each subject at most as many as the bounds say. */
  public static Measure rows() {
    return new CountMeasure("count", false);
  }

  /** The number of distinct subjects. */
  public static Measure subjects() {
    return new CountMeasure("subjects", true);
  }

  /** The sum of a column's values, clamped to the range. */
  public static Measure sum(String column, Range range) {
    return new SumMeasure(column, range);
  }

  /** The mean of a column's values, clamped to the range. */
  public static Measure mean(String column, Range range) {
    return new MeanMeasure(column, range);
  }

  /**
   * Quantiles of a column's values, clamped to the range.
   *
   * @param shares which quantiles, each in [0, 1]
   */
  public static Measure quantiles(String column, Range range, List<Double> shares) {
    return new QuantileMeasure(column, range, shares);
  }

  /**
   * The rows in each bin of a column.
   *
   * @param edges of the bins, ascending; values beyond them count in the first and the last bin
   */
  public static Measure histogram(String column, List<Double> edges) {
    return new HistogramMeasure(column, edges);
  }

  /** What is measured, such as {@code sum(amount)}. */
  public final String name() {
    return name;
  }

  final String column() {
    return column;
  }

  /** The row's value as a whole number; null where it has none. */
  Column whole(Column number) {
    return lit(null).cast("bigint");
  }

  /**
   * Sums of a group, in the order of {@link #sensitivities}.
   *
   * @param whole the row's value as a whole number
   * @param first 1 for one row of each subject and group, else 0
   */
  List<Column> sums(Column whole, Column first) {
    return List.of();
  }

  final int numberOfSums() {
    return sums(lit(0L), lit(0L)).size();
  }

  /** How many bins there are in which rows are counted by {@link #whole}; 0 for none. */
  int bins() {
    return 0;
  }

  /** How much a subject changes each of the lists of numbers to which noise is added. */
  abstract List<Sensitivity> sensitivities(Bounds bounds);

  /**
   * The figures of a group.
   *
   * @param noises one for each of the sensitivities
   */
  abstract List<PrivateFigure> figures(GroupTotals totals, List<Noise> noises, RandomBits bits);

  static Column sumOf(Column whole) {
    return coalesce(functions.sum(whole), lit(0L));
  }

  static Column countOf(Column whole) {
    return count(whole);
  }
}
