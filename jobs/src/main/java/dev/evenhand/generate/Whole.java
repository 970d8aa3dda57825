package dev.evenhand.generate;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/** Division of whole numbers, exact beyond the 53 bits of a double. */
final class Whole {
  private Whole() {}

  static Column quotient(Column number, long divisor) {
    return call_function("div", number, lit(divisor));
  }
}
