package dev.evenhand.features;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.FeatureRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Features of decisions, each seeing only what was known before its decided_at.
 *
 * <p>A pipeline's sales meet its decisions once, whatever the number of windows; SQL expressions of
 * the pipeline file, which need each decision's lines as rows, meet them once more.
 */
public final class DecisionFeatures {
  private DecisionFeatures() {}

  /** The rows of gold.features: decision_id, numbers, categories, observed_days. */
  public static Dataset<Row> of(FeatureSources sources, FeatureSpec spec, KnownHistory known) {
    Dataset<Row> decisions = sources.decisions();
    Dataset<Row> rows = with(decisions, AttributesInForce.at(decisions, sources.subjects()));
    Attributes attributes = new Attributes(spec.columns());
    Map<String, Column> numbers = new LinkedHashMap<>();
    Map<String, Column> categories = new LinkedHashMap<>();
    Column observedDays = known.observedDays();
    if (spec.hasHistory()) {
      WindowLayout layout = new WindowLayout(spec.windowDays(), spec.topCategories());
      rows = with(rows, PurchaseWindows.before(decisions, sources.sales(), layout));
      rows = with(rows, ContactHistory.before(decisions, sources.contacts()));
      numbers.putAll(layout.features(observedDays));
      numbers.putAll(ContactHistory.features());
    }
    if (!spec.expressions().isEmpty()) {
      SalesExpressions found = SalesExpressions.before(decisions, sources.sales(), spec);
      rows = with(rows, found.rows());
      numbers.putAll(found.numbers(observedDays));
      categories.putAll(found.categories(observedDays));
    }
    refuseSharedNames(spec.columns(), numbers, categories);
    return rows.select(
        Decisions.DECISION_ID.column(),
        attributes.numbersWith(numbers).as(FeatureRows.NUMBERS.name()),
        attributes.categoriesWith(categories).as(FeatureRows.CATEGORIES.name()),
        observedDays.as(FeatureRows.OBSERVED_DAYS.name()));
  }

  private static Dataset<Row> with(Dataset<Row> decisions, Dataset<Row> found) {
    return decisions.join(found, Decisions.DECISION_ID.name(), "left_outer");
  }

  private static void refuseSharedNames(
      List<String> columns, Map<String, Column> numbers, Map<String, Column> categories) {
    List<String> problems = new ArrayList<>();
    for (String column : columns) {
      if (numbers.containsKey(column) || categories.containsKey(column)) {
        problems.add(
            "features: '%s' is a column and also a feature of the history. Rename the column in conform."
                .formatted(column));
      }
    }
    if (!problems.isEmpty()) {
      throw new DataProblem(problems);
    }
  }
}
