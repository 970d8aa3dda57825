package dev.evenhand.dp;

import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.DataProblem;
import org.apache.spark.sql.Column;

/**
 * The values that count, from lower to upper; others are clamped. They are rounded to multiples of
 * a unit, a power of two, about a millionth of the largest: sums are sums of whole numbers, so that
 * they depend on no order and noise can be exact.
 */
public record Range(double lower, double upper) {
  private static final int UNIT_BITS = 20;

  public Range {
    if (!Double.isFinite(lower) || !Double.isFinite(upper) || !(lower < upper)) {
      throw new DataProblem(
          "A range needs a lower end below its upper end, was " + lower + ".." + upper + ".");
    }
    if (Math.max(Math.abs(lower), Math.abs(upper)) > 0x1p900 || upper - lower < 0x1p-900) {
      throw new DataProblem(
          "The range " + lower + ".." + upper + " is too wide or too narrow. Scale the column.");
    }
  }

  /** The width of a step. */
  double unit() {
    double most = Math.max(Math.abs(lower), Math.abs(upper));
    return Math.scalb(1.0, Math.getExponent(most) + 1 - UNIT_BITS);
  }

  /** A number in steps from 0; null where it is null or no number. */
  Column steps(Column number) {
    return clamped(number, rint(clamp(number).divide(unit())));
  }

  /** In which of so many equal parts of the range a number lies; null where it is no number. */
  Column part(Column number, int parts) {
    Column share = clamp(number).minus(lower).divide(upper - lower).multiply(parts);
    return clamped(number, least(share, lit(parts - 1.0)));
  }

  private static Column clamped(Column number, Column value) {
    // NaN is dropped, not clamped: as the largest of all numbers it would count as the upper end.
    return when(number.isNotNull().and(not(isnan(number))), value).cast("bigint");
  }

  private Column clamp(Column number) {
    return greatest(lit(lower), least(lit(upper), number));
  }

  private long steps(double value) {
    return (long) Math.rint(value / unit());
  }

  double clamp(double value) {
    return Math.max(lower, Math.min(upper, value));
  }

  double middle() {
    return lower + (upper - lower) / 2;
  }

  /** The same range around 0. */
  Range centred() {
    return new Range(lower - middle(), upper - middle());
  }

  /** The most steps from 0 that a value can be. */
  long mostSteps() {
    return Math.max(Math.abs(steps(lower)), Math.abs(steps(upper)));
  }
}
