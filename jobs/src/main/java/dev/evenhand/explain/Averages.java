package dev.evenhand.explain;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_keys;

import dev.evenhand.base.Digits;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.FeatureRows;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The averages of numeric features, of rows where they are known. */
final class Averages {
  private static final String NAME = "feature_name";
  private static final String VALUE = "feature_value";

  private Averages() {}

  /**
   * What training rows tell of features.
   *
   * @param averages by numeric feature that any row has
   * @param names of all features
   */
  record Known(Map<String, Double> averages, Set<String> names) {}

  /** To 12 digits, on any cluster the same. */
  static Known of(Dataset<Row> features) {
    Dataset<Row> values =
        features
            .select(explode(FeatureRows.NUMBERS.column()).as(new String[] {NAME, VALUE}))
            .union(
                features.select(
                    explode(map_keys(FeatureRows.CATEGORIES.column())).as(NAME),
                    lit(null).cast("double").as(VALUE)))
            .groupBy(NAME)
            .agg(avg(VALUE).as(VALUE));
    Map<String, Double> averages = new TreeMap<>();
    Set<String> names = new TreeSet<>();
    for (Row value : SmallRows.sorted(values, col(NAME))) {
      names.add(value.getString(0));
      if (!value.isNullAt(1) && Double.isFinite(value.getDouble(1))) {
        averages.put(value.getString(0), Digits.rounded(value.getDouble(1)));
      }
    }
    return new Known(averages, names);
  }
}
