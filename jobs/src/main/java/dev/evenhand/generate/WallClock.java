package dev.evenhand.generate;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import java.time.LocalDate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;

/**
 * Days and times as a clock in the shop shows them, whatever the session's time zone. Looked up and
 * not formatted: a formatted time costs more than the rest of a sales line.
 */
final class WallClock {
  private static final LocalDate FIRST = LocalDate.of(2018, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2026, 12, 31);

  private WallClock() {}

  /** 2024-11-29, of days since 1970-01-01. */
  static Column day(Column epochDay) {
    String[] days = FIRST.datesUntil(LAST).map(LocalDate::toString).toArray(String[]::new);
    return get(lit(days), epochDay.minus((int) FIRST.toEpochDay()).cast("int"));
  }

  /**
   * 2024-11-29 18:05:30.
   *
   * @param epochDay days since 1970-01-01
   * @param seconds an INT, since that day's midnight
   */
  static Column at(Column epochDay, Column seconds) {
    return concat(
        day(epochDay),
        lit(" "),
        twoDigits(Whole.quotient(seconds, 3_600)),
        lit(":"),
        twoDigits(pmod(Whole.quotient(seconds, 60), lit(60))),
        lit(":"),
        twoDigits(pmod(seconds, lit(60))));
  }

  /** 00 … 99. */
  static Column twoDigits(Column number) {
    String[] digits = IntStream.range(0, 100).mapToObj("%02d"::formatted).toArray(String[]::new);
    return get(lit(digits), number.cast("int"));
  }
}
