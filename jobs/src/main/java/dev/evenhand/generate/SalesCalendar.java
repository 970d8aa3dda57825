package dev.evenhand.generate;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;

/**
 * The days of the warehouse and how much is sold on each: seasons, weekdays and sales weeks.
 *
 * <p>A place in time is a share of all sales, 0 at the start and 1 at the end; {@link #days} turns
 * it into a day, {@link #shareBefore} turns a day into it.
 */
final class SalesCalendar {
  static final LocalDate START = LocalDate.of(2023, 1, 1);
  static final LocalDate END = LocalDate.of(2025, 1, 1);
  static final int SLOTS = 1 << 14;

  /** January to December. */
  private static final int[] MONTHS = {80, 78, 90, 95, 98, 96, 85, 82, 95, 105, 135, 160};

  /** Monday to Sunday. */
  private static final int[] WEEKDAYS = {85, 80, 88, 95, 130, 160, 60};

  private static final long[] CUMULATED = cumulated();

  private SalesCalendar() {}

  /** The day (since 1970-01-01) of each slot of the sales, in order. */
  static int[] days() {
    int[] days = new int[SLOTS];
    int day = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      double share = (slot + 0.5) / SLOTS;
      while (CUMULATED[day + 1] < share * total()) {
        day++;
      }
      days[slot] = (int) START.toEpochDay() + day;
    }
    return days;
  }

  static double shareBefore(LocalDate day) {
    long sold = CUMULATED[(int) ChronoUnit.DAYS.between(START, day)];
    return (double) sold / total();
  }

  private static long total() {
    return CUMULATED[CUMULATED.length - 1];
  }

  private static long[] cumulated() {
    int days = (int) ChronoUnit.DAYS.between(START, END);
    long[] sums = new long[days + 1];
    IntStream.range(0, days).forEach(d -> sums[d + 1] = sums[d] + weight(START.plusDays(d)));
    return sums;
  }

  private static long weight(LocalDate day) {
    boolean isSalesWeek = day.getMonthValue() == 11 && day.getDayOfMonth() >= 22;
    DayOfWeek weekday = day.getDayOfWeek();
    return (long) MONTHS[day.getMonthValue() - 1]
        * WEEKDAYS[weekday.ordinal()]
        * (isSalesWeek ? 3 : 2);
  }
}
