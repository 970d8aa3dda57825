package dev.evenhand.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Windows of 2 and 5 days before a decision on day 10, over a handful of lines. */
class WindowScanTest {
  private static final long DAY = WindowLayout.DAY_MICROS;
  private static final long DECIDED = 10 * DAY;
  private static final List<String> NAMES =
      List.of("recency", "orders", "money", "discounts", "items", "products", "categories");

  @Test
  void aWindowHasItsFirstMomentAndNotTheDecisions() {
    assertThat(window(0, line(8 * DAY, 1))).containsEntry("money", 1.0);
    assertThat(window(0, line(8 * DAY - 1, 1))).containsEntry("money", 0.0);
    assertThat(window(1, line(8 * DAY - 1, 1))).containsEntry("money", 1.0);
    assertThat(window(1, line(5 * DAY, 1))).containsEntry("money", 1.0);
    assertThat(window(1, line(5 * DAY - 1, 1))).containsEntry("money", 0.0);
    assertThat(window(0, line(DECIDED - 1, 1))).containsEntry("money", 1.0);
    assertThat(window(0, line(DECIDED, 1))).containsEntry("money", 0.0);
  }

  @Test
  void aLongerWindowHoldsTheShorterOne() {
    SalesLine[] lines = {line(6 * DAY, 2), line(9 * DAY, 3)};

    assertThat(window(0, lines)).containsEntry("money", 3.0).containsEntry("recency", 1.0);
    assertThat(window(1, lines)).containsEntry("money", 5.0).containsEntry("recency", 1.0);
  }

  @Test
  void aLineRecordedLateIsUnknownUntilThen() {
    SalesLine late = new SalesLine(9 * DAY, DECIDED, "o", "p", "c", -1, 10_000, null, null);
    SalesLine inTime = new SalesLine(9 * DAY, DECIDED - 1, "o", "p", "c", -1, 10_000, null, null);

    assertThat(window(0, late)).containsEntry("orders", 0.0).containsEntry("recency", null);
    assertThat(window(0, inTime)).containsEntry("orders", 1.0).containsEntry("recency", 1.0);
  }

  @Test
  void aReturnCountsInMoneyAndItemsAlone() {
    SalesLine bought = new SalesLine(8 * DAY, 0, "o1", "p", "c", -1, 70_000, null, 20_000L);
    SalesLine returned = new SalesLine(9 * DAY, 0, "o2", "q", "d", -1, -30_000, null, -10_000L);

    assertThat(window(0, bought, returned))
        .containsEntry("money", 4.0)
        .containsEntry("items", 1.0)
        .containsEntry("orders", 1.0)
        .containsEntry("products", 1.0)
        .containsEntry("categories", 1.0)
        .containsEntry("recency", 2.0);
  }

  @Test
  void linesWithoutAnOrderAreOneByTheirMoment() {
    assertThat(window(0, line(8 * DAY, 1), line(8 * DAY, 2), line(9 * DAY, 3)))
        .containsEntry("orders", 2.0)
        .containsEntry("money", 6.0);
  }

  @Test
  void twoOrdersAtOneMomentHaveNoTimeBetween() {
    SalesLine one = new SalesLine(8 * DAY, 0, "o1", "p", "c", -1, 10_000, null, null);
    SalesLine other = new SalesLine(8 * DAY, 0, "o2", "p", "c", -1, 10_000, null, null);

    assertThat(window(0, one, other))
        .containsEntry("orders", 2.0)
        .containsEntry("days_between", null)
        .containsEntry("days_between_sd", null);
    assertThat(window(1, line(5 * DAY, 1), one, other, line(9 * DAY, 1)))
        .containsEntry("days_between", 2.0)
        .containsEntry("days_between_sd", Math.sqrt(2));
  }

  @Test
  void withoutProductOrCategoryMoneyCountsAlone() {
    SalesLine bare = new SalesLine(9 * DAY, 0, null, null, null, -1, 10_000, null, null);

    assertThat(window(0, bare))
        .containsEntry("orders", 1.0)
        .containsEntry("products", 0.0)
        .containsEntry("categories", 0.0)
        .containsEntry("share_of_books", 0.0)
        .containsEntry("discounts", null);
  }

  @Test
  void sharesAreOfWhatWasPaidAndOfTheFullPrice() {
    SalesLine books = new SalesLine(9 * DAY, 0, "o", "p", "books", 0, 30_000, 10_000L, null);
    SalesLine toys = new SalesLine(9 * DAY, 0, "o", "q", "toys", -1, 60_000, null, null);

    assertThat(window(0, books, toys))
        .containsEntry("share_of_books", 3.0 / 9)
        .containsEntry("discounts", 1.0 / 10);
  }

  @Test
  void withoutPurchasesCountsAreZeroAndTheRestIsNull() {
    Map<String, Double> expected = new HashMap<>();
    List.of("orders", "money", "items", "products", "categories")
        .forEach(name -> expected.put(name, 0.0));
    List.of("recency", "discounts", "days_between", "days_between_sd", "share_of_books")
        .forEach(name -> expected.put(name, null));

    assertThat(window(0)).isEqualTo(expected);
    assertThat(window(1)).isEqualTo(expected);
  }

  private static SalesLine line(long sold, long amount) {
    return new SalesLine(sold, sold, null, "p", "c", -1, amount * 10_000, null, null);
  }

  private static Map<String, Double> window(int window, SalesLine... lines) {
    WindowLayout layout = new WindowLayout(List.of(2, 5), List.of("books"));
    List<SalesLine> inOrder = new ArrayList<>(List.of(lines));
    inOrder.sort(Comparator.comparing(SalesLine::sold));
    Double[] values = new WindowScan(layout).features(DECIDED, inOrder);
    Map<String, Double> named = new HashMap<>();
    List<String> names = new ArrayList<>(NAMES);
    names.addAll(List.of("days_between", "days_between_sd", "share_of_books"));
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), values[window * names.size() + i]);
    }
    return named;
  }
}
