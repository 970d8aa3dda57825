package dev.evenhand.generate;

import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.timestamp_add;

import org.apache.spark.sql.Column;

/** Times as a clock in the shop shows them, whatever the session's time zone. */
final class WallClock {
  private WallClock() {}

  /**
   * @param epochDay days since 1970-01-01
   * @param seconds since that day's midnight
   */
  static Column at(Column epochDay, Column seconds) {
    return timestamp_add(
        "SECOND",
        seconds.cast("int"),
        date_from_unix_date(epochDay.cast("int")).cast("timestamp_ntz"));
  }
}
