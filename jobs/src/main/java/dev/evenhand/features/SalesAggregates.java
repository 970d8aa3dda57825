package dev.evenhand.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.Decisions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * The aggregates of each decision's sales, of one join and one grouping, and the features that
 * follow from them.
 *
 * @param rows a row for each decision with sales before it: decision_id and the aggregates
 */
record SalesAggregates(Dataset<Row> rows, FeatureSpec spec) {
  private static final String EXPRESSION = "_expression_";

  static SalesAggregates of(Dataset<Row> decisions, Dataset<Row> sales, FeatureSpec spec) {
    List<Column> aggregates = new ArrayList<>();
    if (spec.hasHistory()) {
      aggregates.addAll(new WindowSums(spec.windowDays(), spec.topCategories()).aggregates());
    }
    new TreeMap<>(spec.expressions())
        .forEach((name, sql) -> aggregates.add(expr(sql).as(EXPRESSION + name)));
    Column[] others = aggregates.stream().skip(1).toArray(Column[]::new);
    Dataset<Row> rows =
        SalesBefore.of(decisions, sales, spec.windowDays())
            .groupBy(Decisions.DECISION_ID.column())
            .agg(aggregates.get(0), others);
    return new SalesAggregates(rows, spec);
  }

  /** The windows' features and the expressions that give a number or a truth value. */
  Map<String, Column> numbers(Column observedDays) {
    Map<String, Column> numbers = new LinkedHashMap<>();
    if (spec.hasHistory()) {
      WindowSums sums = new WindowSums(spec.windowDays(), spec.topCategories());
      numbers.putAll(new PurchaseFeatures(sums, observedDays).byName());
    }
    numbers.putAll(expressions(observedDays, true, "double"));
    return numbers;
  }

  /** The other expressions, as text. */
  Map<String, Column> categories(Column observedDays) {
    return expressions(observedDays, false, "string");
  }

  private Map<String, Column> expressions(Column observedDays, boolean areNumbers, String type) {
    List<Integer> windows = spec.windowDays();
    Column isObserved =
        windows.isEmpty() ? lit(true) : observedDays.geq(windows.get(windows.size() - 1));
    Map<String, Column> found = new LinkedHashMap<>();
    new TreeMap<>(spec.expressions())
        .keySet().stream()
            .filter(
                name -> isNumber(rows.schema().apply(EXPRESSION + name).dataType()) == areNumbers)
            .forEach(name -> found.put(name, when(isObserved, col(EXPRESSION + name)).cast(type)));
    return found;
  }

  private static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }
}
