package dev.evenhand.generate;

import static org.apache.spark.sql.functions.lit;

import java.math.BigDecimal;
import org.apache.spark.sql.Column;

/** Amounts of money: reckoned in whole cents, written as DECIMAL(10,2). */
final class Money {
  private static final BigDecimal CENT = new BigDecimal("0.01");

  private Money() {}

  static Column ofCents(Column cents) {
    return cents.cast("decimal(10,0)").multiply(lit(CENT)).cast("decimal(10,2)");
  }
}
