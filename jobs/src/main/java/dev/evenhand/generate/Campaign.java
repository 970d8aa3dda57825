package dev.evenhand.generate;

import java.time.LocalDate;
import java.util.List;

/** A mailing to some customers: on a day, with an offer, for a category. */
record Campaign(String id, LocalDate day, String offer, int category) {
  static final int OUTCOME_DAYS = 28;
  static final String COUPON = "coupon";

  /** The last one is open: its outcomes are not yet known. */
  static final List<Campaign> ALL =
      List.of(
          new Campaign("C01", LocalDate.of(2024, 2, 12), COUPON, 0),
          new Campaign("C02", LocalDate.of(2024, 4, 8), "newsletter", 3),
          new Campaign("C03", LocalDate.of(2024, 6, 10), COUPON, 6),
          new Campaign("C04", LocalDate.of(2024, 8, 19), "catalogue", 5),
          new Campaign("C05", LocalDate.of(2024, 10, 7), COUPON, 8),
          new Campaign("C06", LocalDate.of(2024, 11, 25), "newsletter", 4),
          new Campaign("C07", LocalDate.of(2025, 1, 13), COUPON, 2));

  static final int CLOSED = ALL.size() - 1;

  /**
   * The day on which the warehouse is looked at: every outcome but the open campaign's is known.
   */
  static final LocalDate TODAY = LocalDate.of(2025, 1, 20);

  /** The campaign's place in the sales calendar. */
  double place() {
    return day.isBefore(SalesCalendar.END) ? SalesCalendar.shareBefore(day) : 1;
  }

  static List<String> lines() {
    return ALL.stream()
        .map(
            c ->
                String.join(
                    ",",
                    c.id,
                    c.offer,
                    Products.CATEGORIES[c.category],
                    c.day.toString(),
                    c.day.plusDays(OUTCOME_DAYS).toString()))
        .toList();
  }

  static String header() {
    return "campaign_id,offer,category,sent_on,outcome_until";
  }
}
