package dev.evenhand.generate;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import org.apache.spark.sql.Column;

/** Amounts of money: reckoned in whole cents. */
final class Money {
  private Money() {}

  /** 12.30, of 1230 cents. */
  static Column ofCents(Column cents) {
    return concat(
        Whole.quotient(cents, 100).cast("string"),
        lit("."),
        WallClock.twoDigits(pmod(cents, lit(100L))));
  }
}
