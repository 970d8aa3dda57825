package dev.evenhand.features;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.zip_with;

import dev.evenhand.lake.table.Decisions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * The features of each window, from a decision's aggregates.
 *
 * <p>A window longer than the observed history has nulls throughout. In a full window without a
 * purchase the counts and amounts are 0, and what needs a purchase (recency, shares, times between)
 * is null.
 */
record PurchaseFeatures(WindowSums sums, Column observedDays) {

  /** Names end in the window, such as {@code recency_91d}. */
  Map<String, Column> byName() {
    Map<String, Column> features = new LinkedHashMap<>();
    for (int window = 0; window < sums.windowDays().size(); window++) {
      int days = sums.windowDays().get(window);
      Column isObserved = observedDays.geq(days);
      of(window)
          .forEach(
              (name, value) ->
                  features.put(name + "_" + days + "d", when(isObserved, value.cast("double"))));
    }
    return features;
  }

  private Map<String, Column> of(int window) {
    Map<String, Column> features = new LinkedHashMap<>();
    features.put("recency", recency(window));
    features.put("frequency", orZero(sums.orders(window)));
    features.put("monetary", orZero(units(window, SalesBefore.AMOUNT_UNITS)));
    features.put("discount_share", discountShare(window));
    features.put("items", orZero(units(window, SalesBefore.QUANTITY_UNITS)));
    features.put("products", orZero(sums.products(window)));
    features.put("categories", orZero(sums.categories(window)));
    features.put("days_between", meanDaysBetween(window));
    features.put("days_between_sd", deviationOfDaysBetween(window));
    List<String> categories = sums.topCategories();
    for (int rank = 0; rank < categories.size(); rank++) {
      features.put("share_of_" + categories.get(rank), categoryShare(window, rank));
    }
    return features;
  }

  /** Days since the last purchase. */
  private Column recency(int window) {
    Column decided = unix_micros(Decisions.DECIDED_AT.column());
    return days(decided.minus(array_max(sums.moments(window))));
  }

  /** Discounts by prices before discount; null where no discounts are known or prices are none. */
  private Column discountShare(int window) {
    Column discount = sums.sumOf(window, SalesBefore.DISCOUNT_UNITS);
    Column full = discount.plus(coalesce(sums.sumOf(window, SalesBefore.AMOUNT_UNITS), lit(0L)));
    return when(full.gt(0), discount.cast("double").divide(full));
  }

  private Column categoryShare(int window, int rank) {
    Column all = sums.bought(window);
    Column part = coalesce(sums.boughtOf(window, rank), lit(0L));
    return when(all.gt(0), part.cast("double").divide(all));
  }

  /** Null with fewer than two moments of purchase. */
  private Column meanDaysBetween(int window) {
    Column moments = sums.moments(window);
    Column gaps = size(moments).minus(1);
    return when(gaps.geq(1), days(array_max(moments).minus(array_min(moments))).divide(gaps));
  }

  /** Sample standard deviation; null with fewer than two times between. */
  private Column deviationOfDaysBetween(int window) {
    Column moments = sums.moments(window);
    Column count = greatest(size(moments).minus(1), lit(0));
    Column gaps =
        zip_with(
            slice(moments, lit(2), count),
            slice(moments, lit(1), count),
            (later, earlier) -> days(later.minus(earlier)));
    Column mean = meanDaysBetween(window);
    Column squares =
        aggregate(
            gaps, lit(0.0), (total, gap) -> total.plus(gap.minus(mean).multiply(gap.minus(mean))));
    return when(count.geq(2), sqrt(squares.divide(count.minus(1))));
  }

  private Column units(int window, String units) {
    return sums.sumOf(window, units).cast("double").divide(SalesBefore.UNITS);
  }

  private static Column orZero(Column value) {
    return coalesce(value, lit(0));
  }

  private static Column days(Column micros) {
    return micros.cast("double").divide((double) SalesBefore.DAY_MICROS);
  }
}
