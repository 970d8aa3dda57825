package dev.evenhand.balance;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.fairness.AuditOptions;
import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Measured;
import dev.evenhand.fairness.Subject;
import dev.evenhand.fairness.Trials;
import dev.evenhand.fairness.Wilson;
import dev.evenhand.fairness.Withholding;
import dev.evenhand.lake.table.FeatureRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Of whom something is not known: the share of each group's rows that lack a feature, in [0, 1],
 * and the largest difference between groups. Features that no row lacks are passed over. Interval:
 * Wilson's.
 */
public final class MissingValues {
  static final String METRIC = "missing_share";

  private MissingValues() {}

  /**
   * The feature stands as the figures' reference.
   *
   * @param rows with numbers, categories and the attributes
   * @param minGroup rows below which a group is passed over, and the next smallest beside it, as
   *     all rows less the other groups would be it
   */
  public static List<Figure> of(Dataset<Row> rows, List<String> attributes, long minGroup) {
    Dataset<Row> grouped = ProxyCounts.grouped(rows, attributes);
    Map<List<String>, Long> sizes = shown(grouped, minGroup);
    Map<String, Map<List<String>, Long>> present = new TreeMap<>();
    for (Row row :
        counted(
            present(grouped, FeatureRows.NUMBERS.column())
                .unionByName(present(grouped, FeatureRows.CATEGORIES.column())),
            col(ProxyCounts.ATTRIBUTE),
            col(ProxyCounts.GROUP),
            col(ProxyCounts.FEATURE))) {
      present
          .computeIfAbsent(row.getString(2), feature -> new TreeMap<>(MissingValues::compare))
          .put(List.of(row.getString(0), row.getString(1)), row.getLong(3));
    }
    List<Figure> figures = new ArrayList<>();
    for (String attribute : attributes) {
      present.forEach(
          (feature, rowsWith) -> figures.addAll(of(attribute, feature, sizes, rowsWith)));
    }
    return figures;
  }

  private static Map<List<String>, Long> shown(Dataset<Row> grouped, long minGroup) {
    Map<List<String>, Long> sizes = new TreeMap<>(MissingValues::compare);
    Map<String, Long> all = new TreeMap<>();
    for (Row row : counted(grouped, col(ProxyCounts.ATTRIBUTE), col(ProxyCounts.GROUP))) {
      sizes.put(List.of(row.getString(0), row.getString(1)), row.getLong(2));
      all.merge(row.getString(0), row.getLong(2), Long::sum);
    }
    Withholding withholding = new Withholding(minGroup);
    all.values().forEach(withholding::all);
    sizes.forEach((of, n) -> withholding.put(of.subList(0, 1), of.subList(1, 2), n));
    withholding.settle();
    sizes.keySet().removeIf(of -> withholding.isWithheld(of.subList(0, 1), of.subList(1, 2)));
    return sizes;
  }

  private static Dataset<Row> present(Dataset<Row> grouped, Column features) {
    return grouped
        .select(
            col(ProxyCounts.ATTRIBUTE),
            col(ProxyCounts.GROUP),
            explode(features).as(new String[] {ProxyCounts.FEATURE, ProxyCounts.VALUE}))
        .filter(col(ProxyCounts.VALUE).isNotNull())
        .drop(ProxyCounts.VALUE);
  }

  private static List<Row> counted(Dataset<Row> rows, Column... by) {
    return rows.groupBy(by).agg(count(lit(1))).collectAsList();
  }

  private static List<Figure> of(
      String attribute,
      String feature,
      Map<List<String>, Long> sizes,
      Map<List<String>, Long> present) {
    List<Figure> figures = new ArrayList<>();
    double least = 1;
    double most = 0;
    for (Map.Entry<List<String>, Long> size : sizes.entrySet()) {
      if (size.getKey().get(0).equals(attribute)) {
        double n = size.getValue();
        Trials missing = new Trials(n - present.getOrDefault(size.getKey(), 0L), n);
        figures.add(
            Figure.of(
                    new Subject(attribute, size.getKey().get(1), null, feature),
                    METRIC,
                    Figure.VALUE,
                    Measured.of(missing.share()))
                .with(Wilson.interval(missing, AuditOptions.CONFIDENCE))
                .counting(n, n));
        least = Math.min(least, missing.share());
        most = Math.max(most, missing.share());
      }
    }
    if (most == 0) {
      return List.of();
    }
    Subject all = new Subject(attribute, null, null, feature);
    figures.add(Figure.of(all, METRIC, "difference_between_groups", Measured.of(most - least)));
    return figures;
  }

  private static int compare(List<String> a, List<String> b) {
    int order = a.get(0).compareTo(b.get(0));
    return order != 0 ? order : a.get(1).compareTo(b.get(1));
  }
}
