package dev.evenhand.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.FeatureRows;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * Where each feature of each window stands in a decision's array of values.
 *
 * @param windowDays ascending
 */
record WindowLayout(List<Integer> windowDays, List<String> topCategories) implements Serializable {
  static final long DAY_MICROS = 86_400_000_000L;

  /** ARRAY of DOUBLE. */
  static final String VALUES = "_values";

  /** Those of one window, in the order in which {@link PurchaseTotals} tells them. */
  private static final List<String> NAMES =
      List.of(
          FeatureRows.RECENCY,
          "frequency",
          "monetary",
          "discount_share",
          "items",
          "products",
          "categories",
          "days_between",
          "days_between_sd");

  int valuesOfAWindow() {
    return NAMES.size() + topCategories.size();
  }

  int values() {
    return windowDays.size() * valuesOfAWindow();
  }

  long micros(int window) {
    return windowDays.get(window) * DAY_MICROS;
  }

  /**
   * Names end in the window, such as {@code recency_91d}. A window longer than the observed history
   * has nulls throughout.
   */
  Map<String, Column> features(Column observedDays) {
    Map<String, Column> features = new LinkedHashMap<>();
    List<String> names =
        Stream.concat(NAMES.stream(), topCategories.stream().map(c -> "share_of_" + c)).toList();
    for (int window = 0; window < windowDays.size(); window++) {
      int days = windowDays.get(window);
      for (int i = 0; i < names.size(); i++) {
        Column value = get(col(VALUES), lit(window * valuesOfAWindow() + i));
        features.put(FeatureRows.inWindow(names.get(i), days), when(observedDays.geq(days), value));
      }
    }
    return features;
  }
}
