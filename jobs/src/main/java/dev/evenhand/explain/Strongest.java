package dev.evenhand.explain;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** Features and their contributions as an array of entries, the strongest first, ties by name. */
final class Strongest {
  static final String FEATURE = "key";
  static final String CONTRIBUTION = "value";

  private Strongest() {}

  /** Those that contribute anything. */
  static Column first(Column contributions) {
    return array_sort(
        filter(map_entries(contributions), entry -> size(entry).gt(0).and(not(isnan(size(entry))))),
        (a, b) ->
            when(size(a).gt(size(b)), -1)
                .when(size(a).lt(size(b)), 1)
                .when(feature(a).lt(feature(b)), -1)
                .otherwise(1));
  }

  static Column feature(Column entry) {
    return entry.getField(FEATURE);
  }

  static Column contribution(Column entry) {
    return entry.getField(CONTRIBUTION);
  }

  private static Column size(Column entry) {
    return abs(contribution(entry));
  }
}
