package dev.evenhand.features;

import java.util.HashSet;
import java.util.Set;

/**
 * The running totals of a decision's sales lines, taken in from the latest to the earliest; at the
 * end of each window they are told as its features.
 *
 * <p>In a window without a purchase the counts and amounts are 0, and what needs a purchase
 * (recency, shares, times between) is null.
 */
final class PurchaseTotals {
  private final long decided;
  private final long[] boughtOfTop;
  private final Set<String> orders = new HashSet<>();
  private final Set<String> products = new HashSet<>();
  private final Set<String> categories = new HashSet<>();
  private long amount;
  private long discount;
  private boolean hasDiscount;
  private long quantity;
  private long bought;

  private long lastMoment;
  private long moment;
  private int moments;

  /** Welford's running mean and sum of squares of the days between moments. */
  private double meanBetween;

  private double squaresBetween;

  PurchaseTotals(long decided, int topCategories) {
    this.decided = decided;
    this.boughtOfTop = new long[topCategories];
  }

  /** Lines of a return count in amount, discount and items alone. */
  void add(SalesLine line) {
    amount = Math.addExact(amount, line.amount());
    if (line.discount() != null) {
      hasDiscount = true;
      discount = Math.addExact(discount, line.discount());
    }
    if (line.quantity() != null) {
      quantity = Math.addExact(quantity, line.quantity());
    }
    if (line.isPurchase()) {
      addPurchase(line);
    }
  }

  private void addPurchase(SalesLine line) {
    orders.add(line.orderOrMoment());
    if (line.product() != null) {
      products.add(line.product());
    }
    if (line.category() != null) {
      categories.add(line.category());
    }
    bought = Math.addExact(bought, line.amount());
    if (line.topCategory() >= 0) {
      int top = line.topCategory();
      boughtOfTop[top] = Math.addExact(boughtOfTop[top], line.amount());
    }
    addMoment(line.sold());
  }

  private void addMoment(long sold) {
    if (moments == 0) {
      lastMoment = sold;
    } else if (sold == moment) {
      return;
    } else {
      double days = (double) (moment - sold) / WindowLayout.DAY_MICROS;
      double off = days - meanBetween;
      meanBetween += off / moments;
      squaresBetween += off * (days - meanBetween);
    }
    moment = sold;
    moments++;
  }

  /** Writes the features of a window from this place on. */
  void tell(Double[] values, int from) {
    int i = from;
    values[i++] = moments == 0 ? null : (double) (decided - lastMoment) / WindowLayout.DAY_MICROS;
    values[i++] = (double) orders.size();
    values[i++] = amount / SalesLine.UNITS;
    values[i++] = hasDiscount ? share(discount, discount + amount) : null;
    values[i++] = quantity / SalesLine.UNITS;
    values[i++] = (double) products.size();
    values[i++] = (double) categories.size();
    values[i++] = moments < 2 ? null : meanOfDaysBetween();
    values[i++] = moments < 3 ? null : Math.sqrt(squaresBetween / (moments - 2));
    for (long ofCategory : boughtOfTop) {
      values[i++] = share(ofCategory, bought);
    }
  }

  private Double meanOfDaysBetween() {
    return (double) (lastMoment - moment) / WindowLayout.DAY_MICROS / (moments - 1);
  }

  private static Double share(long part, long whole) {
    return whole > 0 ? (double) part / whole : null;
  }
}
