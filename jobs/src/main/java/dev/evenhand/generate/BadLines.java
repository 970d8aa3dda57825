package dev.evenhand.generate;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * Which sales lines are bad, and why: spread evenly over the lines, each reason in turn.
 *
 * @param lines all lines
 * @param bad how many of them, a multiple of the reasons
 */
record BadLines(long lines, long bad) {

  /** What is wrong with a line; its name stands in the truth file. */
  enum Reason {
    /** The 30th of February. */
    BAD_DATE,
    MISSING_CUSTOMER,
    /** A Latin-1 umlaut in a UTF-8 file. */
    INVALID_UTF8,
    /** Cut off in the middle. */
    RAGGED,
    /** A quantity that no INT holds. */
    OUT_OF_RANGE,
    /** A negative quantity, which only a check finds. */
    FAILED_CHECK
  }

  BadLines(WarehouseSpec spec) {
    this(spec.rows(), spec.badLines());
  }

  /** The ordinal of the line's reason; null for a good line. */
  Column reason(Column line) {
    Column turn = Whole.quotient(line.multiply(bad), lines);
    Column place = Whole.quotient(turn.multiply(2).plus(1).multiply(lines), 2 * bad);
    return when(line.equalTo(place), pmod(turn, lit((long) Reason.values().length)).cast("int"));
  }

  static Column is(Column reason, Reason which) {
    return reason.eqNullSafe(lit(which.ordinal()));
  }

  Map<Reason, Long> counts() {
    Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      counts.put(reason, bad / Reason.values().length);
    }
    return counts;
  }
}
