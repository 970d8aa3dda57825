package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sqrt;

import org.apache.spark.sql.Column;

/** Intervals of means as if they were normal. */
public final class Normal {
  private static final double QUANTILE = 1.959963984540054; // of 0.975

  private Normal() {}

  /** Half of the 95 % interval of a mean: z · deviation / √n. */
  public static Column half(Column deviation, Column n) {
    return lit(QUANTILE).multiply(deviation).divide(sqrt(n));
  }
}
